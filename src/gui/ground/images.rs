//! Images for the graphics card, with smaller copies of themselves so that nothing shimmers from afar.

use bevy::asset::RenderAssetUsages;
use bevy::image::{Image, ImageAddressMode, ImageFilterMode, ImageSampler, ImageSamplerDescriptor};
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};

/// How an image is looked up outside its edges.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// The edge goes on.
    Edge,
    /// The image starts again.
    Again,
}

/// One or more layers of `channels` bytes a texel, halved and halved again down to a single texel.
pub fn with_copies(
    layers: &[Vec<u8>],
    (width, height): (usize, usize),
    channels: usize,
    beyond: Beyond,
) -> Image {
    let levels = width.max(height).ilog2() + 1;
    let mut data = Vec::new();
    for layer in layers {
        let (mut level, mut wide, mut high) = (layer.clone(), width, height);
        data.extend_from_slice(&level);
        for _ in 1..levels {
            (level, wide, high) = halved(&level, wide, high, channels);
            data.extend_from_slice(&level);
        }
    }
    let format = if channels == 1 { TextureFormat::R8Unorm } else { TextureFormat::Rgba8Unorm };
    let mut image = plain(Vec::new(), (width, height), format, layers.len());
    image.data = Some(data);
    image.texture_descriptor.mip_level_count = levels;
    image.sampler = sampler(beyond);
    image
}

/// An image without copies.
pub fn plain(data: Vec<u8>, (width, height): (usize, usize), format: TextureFormat, layers: usize) -> Image {
    let size =
        Extent3d { width: width as u32, height: height as u32, depth_or_array_layers: layers.max(1) as u32 };
    let usage = RenderAssetUsages::RENDER_WORLD;
    let mut image = Image::new_uninit(size, TextureDimension::D2, format, usage);
    image.data = Some(data);
    image.sampler = sampler(Beyond::Edge);
    image
}

fn sampler(beyond: Beyond) -> ImageSampler {
    let mode = match beyond {
        Beyond::Edge => ImageAddressMode::ClampToEdge,
        Beyond::Again => ImageAddressMode::Repeat,
    };
    ImageSampler::Descriptor(ImageSamplerDescriptor {
        address_mode_u: mode,
        address_mode_v: mode,
        mag_filter: ImageFilterMode::Linear,
        min_filter: ImageFilterMode::Linear,
        mipmap_filter: ImageFilterMode::Nearest,
        ..ImageSamplerDescriptor::default()
    })
}

fn halved(image: &[u8], width: usize, height: usize, channels: usize) -> (Vec<u8>, usize, usize) {
    let (wide, high) = ((width / 2).max(1), (height / 2).max(1));
    let mut out = Vec::with_capacity(wide * high * channels);
    for y in 0..high {
        let rows = [(2 * y).min(height - 1), (2 * y + 1).min(height - 1)];
        for x in 0..wide {
            let columns = [(2 * x).min(width - 1), (2 * x + 1).min(width - 1)];
            for channel in 0..channels {
                let at =
                    |row: usize, column: usize| u16::from(image[(row * width + column) * channels + channel]);
                let sum: u16 =
                    rows.iter().map(|row| columns.iter().map(|column| at(*row, *column)).sum::<u16>()).sum();
                out.push(((sum + 2) / 4) as u8);
            }
        }
    }
    (out, wide, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_go_down_to_one_texel_and_keep_the_mean() {
        let image = with_copies(&[vec![100; 5 * 3], vec![9; 5 * 3]], (5, 3), 1, Beyond::Edge);
        assert_eq!(image.texture_descriptor.mip_level_count, 3);
        let data = image.data.expect("it was painted");
        assert_eq!(data.len(), 2 * (15 + 2 + 1));
        assert!(data[..18].iter().all(|texel| *texel == 100) && data[18..].iter().all(|texel| *texel == 9));
    }
}
