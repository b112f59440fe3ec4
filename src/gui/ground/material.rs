//! What the shader is given: one material for the ground, one for what is drawn upon it, with the same images.

use bevy::asset::Asset;
use bevy::math::{Vec2, Vec4};
use bevy::mesh::MeshVertexBufferLayoutRef;
use bevy::prelude::{Handle, Image, TypePath};
use bevy::render::render_resource::{
    AsBindGroup, RenderPipelineDescriptor, ShaderType, SpecializedMeshPipelineError,
};
use bevy::shader::ShaderRef;
use bevy::sprite_render::{AlphaMode2d, Material2d, Material2dKey};

use super::Look;
use super::marks::TINTS;
use super::pigment;
use super::relief::Relief;
use crate::sim::hex::Grid;

/// Numbers for the shader; the same fields in the same order as `Params` in `land.wgsl`.
#[derive(Debug, Clone, Copy, PartialEq, ShaderType)]
pub struct Params {
    /// North-west corner of the painted images in the world, and one over their size.
    corner: Vec2,
    inverse: Vec2,
    /// South-west and north-east corner of the map.
    low: Vec2,
    high: Vec2,
    /// Its first column and row.
    first: Vec2,
    /// Columns and rows.
    dims: Vec2,
    /// Distance from a hex's center to its corners.
    radius: f32,
    /// Snow, ice, haze and the strength of the grid, 0 to 1.
    snow: f32,
    ice: f32,
    haze: f32,
    grid: f32,
    /// 0 by night, 1 by day; how red the light is.
    sun: f32,
    dusk: f32,
    /// 1 for stronger contrasts and less texture, 1 for no color.
    contrast: f32,
    grey: f32,
    /// 0 in the morning, 1 in the evening.
    evening: f32,
    /// Pigments of stamps.
    tints: [Vec4; 8],
}

impl Params {
    /// The numbers of a land under a look.
    pub fn new(relief: &Relief, grid: Grid, look: &Look) -> Self {
        let (low, high) = super::super::geometry::bounds(grid);
        let size = Vec2::new(relief.width as f32, relief.height as f32) * relief.texel;
        let part = |value: f32| if value.is_finite() { value.clamp(0.0, 1.0) } else { 0.0 };
        let sun = part(look.sun_up);
        let flag = |on: bool| if on { 1.0 } else { 0.0 };
        Self {
            corner: relief.corner,
            inverse: size.recip(),
            low,
            high,
            first: Vec2::new(f32::from(grid.west), f32::from(grid.north)),
            dims: Vec2::new(f32::from(grid.width), f32::from(grid.height)),
            radius: super::super::geometry::RADIUS,
            snow: part(look.snow),
            ice: part(look.ice),
            haze: part(look.haze),
            grid: part(look.grid),
            sun,
            dusk: (4.0 * sun * (1.0 - sun)).min(1.0),
            contrast: flag(look.contrast),
            grey: flag(look.grey),
            evening: flag(look.minute_of_day > 720.0),
            tints: TINTS.map(|cover| {
                let [red, green, blue] = pigment::body(cover, look.season);
                Vec4::new(red, green, blue, 1.0)
            }),
        }
    }
}

/// Which part of the picture a material draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The painted ground.
    Land,
    /// The rim of the painting, the silk around it and its border.
    Edge,
    /// The table.
    Table,
    /// Stamps.
    Stamps,
    /// Waters and roads.
    Ribbons,
}

impl Part {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 5] = [Self::Land, Self::Edge, Self::Table, Self::Stamps, Self::Ribbons];

    fn define(self) -> &'static str {
        match self {
            Self::Land => "LAND",
            Self::Edge => "EDGE",
            Self::Table => "TABLE",
            Self::Stamps => "STAMPS",
            Self::Ribbons => "RIBBONS",
        }
    }
}

/// What a shader is built for: what is not shown is left out, which counts where the processor draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Variant {
    part: Part,
    overlay: bool,
    grid: bool,
    snow: bool,
}

/// The material of the land.
#[derive(Asset, TypePath, AsBindGroup, Debug, Clone)]
#[bind_group_data(Variant)]
pub struct LandMaterial {
    #[uniform(0)]
    pub(super) params: Params,
    /// Washes by season.
    #[texture(1)]
    #[sampler(2)]
    pub(super) wash: Handle<Image>,
    /// Light, ink, height, purity.
    #[texture(3)]
    pub(super) relief: Handle<Image>,
    /// Layer of brushwork.
    #[texture(4, sample_type = "u_int")]
    pub(super) layers: Handle<Image>,
    /// Unevenness.
    #[texture(5)]
    #[sampler(6)]
    pub(super) noise: Handle<Image>,
    /// Brushwork.
    #[texture(7, dimension = "2d_array")]
    pub(super) brushwork: Handle<Image>,
    /// What is in sight.
    #[texture(8)]
    pub(super) fog: Handle<Image>,
    /// Overlay of each hex.
    #[texture(9, sample_type = "u_int")]
    pub(super) overlay: Handle<Image>,
    /// Stamps.
    #[texture(10)]
    pub(super) stamps: Handle<Image>,
    pub(super) part: Part,
    /// True when an overlay marks any hex.
    pub(super) marked: bool,
}

impl From<&LandMaterial> for Variant {
    fn from(material: &LandMaterial) -> Self {
        Self {
            part: material.part,
            overlay: material.marked,
            grid: material.params.grid > 0.0,
            snow: material.params.snow > 0.0,
        }
    }
}

impl Material2d for LandMaterial {
    fn fragment_shader() -> ShaderRef {
        "embedded://ironhawk/gui/ground/land.wgsl".into()
    }

    fn alpha_mode(&self) -> AlphaMode2d {
        match self.part {
            Part::Land | Part::Edge | Part::Table => AlphaMode2d::Opaque,
            Part::Stamps | Part::Ribbons => AlphaMode2d::Blend,
        }
    }

    fn specialize(
        descriptor: &mut RenderPipelineDescriptor,
        _layout: &MeshVertexBufferLayoutRef,
        key: Material2dKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        let Variant { part, overlay, grid, snow } = key.bind_group_data;
        if let Some(fragment) = descriptor.fragment.as_mut() {
            fragment.shader_defs.push(part.define().into());
            let ground = matches!(part, Part::Land | Part::Edge);
            let flags = [
                ("GROUND", ground),
                ("OVERLAY", overlay),
                ("GRID", grid),
                ("CELLS", overlay || grid),
                ("SNOW", snow),
            ];
            fragment.shader_defs.extend(flags.iter().filter(|(_, on)| *on).map(|(name, _)| (*name).into()));
        }
        Ok(())
    }
}
