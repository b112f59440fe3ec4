//! What the words of the interface mean. A term in brackets leads to its own entry: `a [formation] in [ambush]`, or
//! with other words `[ambush|lies in hiding]`.

/// A word of the interface and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// As links name it.
    pub id: &'static str,
    /// As it is headed.
    pub title: &'static str,
    /// In characters, where the sources have a word for it.
    pub hanzi: &'static str,
    /// What it means; links in brackets, paragraphs parted by an empty line.
    pub text: &'static str,
}

/// A piece of an entry's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Words(&'a str),
    /// Words that lead to a term.
    Link {
        /// As they are shown.
        words: &'a str,
        /// The id of the term.
        to: &'a str,
    },
    /// A new paragraph.
    Break,
}

/// A text cut into words, links and paragraphs.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for (number, paragraph) in text.split("\n\n").enumerate() {
        if number > 0 {
            pieces.push(Piece::Break);
        }
        let mut rest = paragraph;
        while let Some((before, (link, after))) =
            rest.split_once('[').and_then(|(before, rest)| Some((before, rest.split_once(']')?)))
        {
            if !before.is_empty() {
                pieces.push(Piece::Words(before));
            }
            let (to, words) = link.split_once('|').unwrap_or((link, link));
            pieces.push(Piece::Link { words, to });
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest));
        }
    }
    pieces
}

impl Term {
    /// Its text cut into words, links and paragraphs.
    pub fn pieces(&self) -> Vec<Piece<'static>> {
        pieces(self.text)
    }

    /// True when a search for `wanted` should find it: in title, characters or text, small and capital letters alike.
    pub fn matches(&self, wanted: &str) -> bool {
        let wanted = wanted.trim().to_lowercase();
        wanted.is_empty()
            || [self.title, self.hanzi, self.text].iter().any(|text| text.to_lowercase().contains(&wanted))
    }
}

/// The entry of an id.
pub fn find(id: &str) -> Option<&'static Term> {
    TERMS.iter().find(|term| term.id == id)
}

/// The entry whose title is this word.
pub fn titled(title: &str) -> Option<&'static Term> {
    TERMS.iter().find(|term| term.title.eq_ignore_ascii_case(title))
}

/// The entry that explains a word of the interface: one that is titled so, or one that the word stands for.
pub fn meant(word: &str) -> Option<&'static Term> {
    let word = word.trim();
    let alias = ALIASES.iter().find(|(_, words)| words.contains(&word));
    alias.map_or_else(|| titled(word), |(id, _)| find(id))
}

/// Other words under which the interface speaks of an entry.
const ALIASES: &[(&str, &[&str])] = &[
    ("cohesion", &["order", "least order"]),
    ("commander", &["rank", "ability", "worth of command", "commanders", "fights in front"]),
    ("contact", &["in contact", "Battles"]),
    ("cover", &["cover here", "hides"]),
    ("deserted", &["deserted or scattered"]),
    ("digest", &["report of the turn"]),
    ("dike", &["Rivers and canals", "Rivers, canals and dikes", "its water", "On dry land"]),
    (
        "factor",
        &[
            "even terms",
            "numbers in contact",
            "bows and crossbows",
            "hand to hand",
            "arms",
            "armor",
            "height",
            "water between",
            "not deployed",
            "attacked from several sides",
            "walls",
            "darkness",
            "how hard they press",
        ],
    ),
    ("fatigue", &["most weary"]),
    ("flood", &["in water", "mud left by water"]),
    ("food", &["food (hungry)", "least food", "grain", "grain with them", "grain eaten", "grain lost"]),
    ("forecast", &["promised in the first hour", "expected in the line", "Losses in the line"]),
    ("fortune", &["fortune of the day"]),
    (
        "ledger",
        &["lost for good", "lost in the line", "wounded", "sick", "captured", "dead", "Men and animals"],
    ),
    ("gap", &["cut on this side", "cut on the far side"]),
    ("march", &["marched today", "there", "roads to"]),
    ("men", &["under arms", "men under arms", "at the start"]),
    ("objective", &["Places and objectives"]),
    ("order", &["Orders of this turn"]),
    ("points", &["points now", "Points ahead of the other side"]),
    ("pursuit", &["lost in flight", "cut down", "scattered"]),
    ("quality", &["training"]),
    ("report", &["What is believed", "how it is known"]),
    ("rout", &["they break after", "we break after", "Who breaks first", "Routs and falls"]),
    ("siege", &["besieged", "summoned", "yields", "treason", "against walls", "Against walls", "Walls"]),
    ("stance", &["Meeting the enemy"]),
    ("temperament", &["temper"]),
    ("thirst", &["water"]),
    ("withdrawal", &["surrounded", "Surrounded"]),
];

macro_rules! terms {
    ($($id:literal, $title:literal, $hanzi:literal, $text:literal;)*) => {
        /// Every entry, by title.
        pub const TERMS: &[Term] = &[$(Term { id: $id, title: $title, hanzi: $hanzi, text: $text }),*];
    };
}

terms! {
    "ambush", "Ambush", "伏兵", "A [stance]: the men lie hidden and rise on a [signal] that was agreed, or on contact. \
        Nobody has a [report] of them until somebody stumbles on them. They need cover: a [hex] hides only so many.\n\n\
        Whoever is fallen upon from hiding is surprised, and the [forecast] of the attacker says what that is worth.";
    "arm", "Arm", "兵種", "What a [formation] fights with: foot, crossbows, hill foot, horse, heavy horse, camels with \
        stone-throwers, or the train that carries. The sign on its [banner] tells it.";
    "autosave", "Autosave", "", "The war is kept by itself after every [turn]. If the program is killed, the menu \
        offers the last autosave at the next start; at most the turn you were planning is lost.";
    "bait", "Bait", "餌", "Animals, loads or boxes left lying to tempt an enemy. A commander's [temperament] decides \
        whether he goes after it, whatever he was ordered: then he is [carried away]. See [lure].";
    "banner", "Banner", "旗", "How a [formation] stands on the map: its side's colors and border, the sign of its \
        [arm], its [men], a bar for its food, and small marks at the corners for hungry, in [rout], [hidden] and in \
        [contact]. A hollow banner is a [report], not a certainty.";
    "bearers", "Bearers", "丁夫", "Porters and helpers: they carry [food] for whoever of their side stands with them, eat of it \
        themselves, and keep what they are told to for their way home.";
    "belief", "Belief", "", "What a side holds to be true about the enemy: the sum of its [report|reports]. Orders, \
        artificial commanders and the map know nothing else.";
    "cache", "Cache", "窖", "Grain left in the field by the order to leave it. Men of the side who stand there eat of it and fill their bags, \
        so that one body can share with another. An enemy who comes there takes what lies open. Buried in pits it takes longer, and is \
        found only by who looks for [food] there or [lay waste|lays the country waste]. In a place of one's own grain goes into the store \
        unless it is buried.";
    "camp", "Camp", "營", "Rest. Fed men in a quiet camp lose [fatigue|weariness] fastest. Fires warm, and are seen for kilometers \
        by night; a camp without fires rests less.";
    "carry grain", "Carrying grain", "運糧", "A standing order for [bearers]: load at one place, walk, unload at another, keep what the way back \
        takes, and go again. What they eat on the way grows with it: sooner or later all of it. The page of supply tells what arrives.";
    "cash", "Cash", "貫", "Strings of a thousand coins, carried in the chest of a [formation]. They buy grain at a [market]. The chest of men who run \
        or fall is taken by the enemy beside them.";
    "carried away", "Carried away", "", "A commander who follows his [temperament] and not his orders: he goes after \
        [bait] or after men who run. Until he comes to himself his [formation] takes no orders from you.";
    "cold", "Cold", "寒", "Men bear it by fires, in [camp], behind walls of their own, and fed; without fires, hungry or \
        spent they fall sick and freeze, the more the colder it feels. Wind and wet make it feel colder.";
    "cohesion", "Order of the ranks", "", "How well a [formation] hangs together; in full order it is 100 %. Losses and fear lower it, quiet \
        restores it, [fatigue|weariness] and [hunger] lower how high it can rise. Below its breaking point the formation is in \
        [rout].";
    "column", "Column", "行軍", "The [posture] of the march: quick, and long. Four thousand foot are a column of 1.6 km, \
        three thousand horse one of 4.5 km. Only men who are up can fight.";
    "dam", "Dam", "", "Earth across a river or canal. The water behind it rises, over banks and [dike|dikes] in the end, and goes \
        over the land beside it. It fails when water runs over its crest, or by itself: every day, the likelier the higher the water \
        stands. A small canal is dammed in days; the Yellow River takes ten thousand men some weeks.";
    "commander", "Commander", "將", "A general or captain with a rank, an ability from 1 to 9 (5 is common) and a \
        [temperament]. He may fight in the front rank; when he falls, the next takes over.";
    "contact", "Contact", "", "Formations of enemies in neighboring [hex|hexes] fight across the hexside between them, \
        step after [step], until one side breaks, gives way or the dark parts them.";
    "contested", "Zone of control", "", "[formed|Formed] enemies hold the ground around them: marching past their noses \
        ends there. The overlay shows it with stripes.";
    "cover", "Cover", "", "What the ground gives to men who are shot at, and how many it can hide. Villages and forests \
        cover well; a valley floor hides few.";
    "deserted", "Deserted", "", "Men who left for good because they were starved or beaten. The [ledger] counts them.";
    "digest", "Digest", "", "After a [turn]: what happened, the gravest first; every line leads to its place. Also the \
        short hash that tells two wars apart in a [replay].";
    "dike", "Dike", "堤", "Earth along a river or canal that keeps its water off the land. Canals stand over the fields, which they \
        must to water them: whoever cuts the dike floods them ([gap]). The map shows dikes as lines on both sides of the water; the \
        card of a [formation] beside it tells how high the water stands over the ground, and what a cut or a [dam] would flood. On \
        dry land men can raise dikes of their own: a ring of them around a city holds the water of a canal at its walls, until it \
        bursts.";
    "dispersed", "Dispersed", "", "Men who ran from a [rout] and have not come back to their [banner].";
    "estimate", "Estimate", "", "A count of the enemy from afar; it may be off by a third. Written with a wave: \
        ~3,000. See [report].";
    "fatigue", "Weariness", "", "How tired men are, 0 to 100 %, from marching, [forced march] above all, from fighting, cold and \
        hunger. Tired men are slow, fight badly and break sooner. Rest in [camp] takes it off.";
    "factor", "Factors of a fight", "", "Losses in the line are one number multiplied by others, each with its name: \
        numbers in contact, bows and crossbows, hand to hand, armor, training, commanders, [fatigue|weariness], [hunger], \
        [cohesion|order], [cover], height, water between them, not yet deployed, [surprise], attacked from several \
        sides, surrounded, walls, darkness, how hard they press. [forecast|Forecasts] and the battle itself multiply \
        the same list; only the [fortune] of the day nobody knows beforehand.";
    "feint", "Feigned flight", "佯敗", "A [stance]: the men let the enemy come near, then run as if beaten, to a place \
        that you choose. A rash enemy may follow, [carried away].";
    "flood", "Flood", "洪水", "Water on the land runs where the ground is lower, and fills [hollow|hollows] first. Where it rises men get \
        soaked, and freeze in frost; deep or fast it drowns them, those asleep in [camp] above all. Grain in it spoils, beasts are lost, \
        walls of earth go soft. Who stands in it has no fire and tires; marches through it are slow, and through a meter of it nobody \
        goes. Where it was it leaves mud for ten days. Everybody knows where water stands.";
    "food", "Food", "糧", "A man eats two [sheng] a day: from the stores of a fort of his side that he stands in, from [bearers] \
        who stand with him, from his bags, or from a herd. On half [rations] it lasts twice as long. The bar on the [banner] shows days left.";
    "fodder", "Fodder", "草", "What beasts live on: grass, which grows with the season and is eaten off by many hooves, or grain. Without it they fall off \
        day by day; lean horses are slow, charge badly and die. The place card tells what grows in a [hex].";
    "forced march", "Forced march", "兼程", "Seventeen hours a day and by night instead of eight by daylight. Three times \
        the way, and [fatigue|weariness] to match.";
    "forecast", "Forecast", "", "What you may expect of an attack, worked out from your [belief] by the very law that \
        will resolve it: losses of both sides as a range, each factor by name, and the enemy's ways out.";
    "formation", "Formation", "", "A body of one kind of troops that moves as one. It has [men], horses, perhaps a herd, \
        [food], [fatigue|weariness], [cohesion|order], a [commander] or none, a [posture] and a [stance].";
    "formed", "Formed", "陣", "The [posture] of battle: slow, ready, and holding the ground around it.";
    "fortune", "Fortune", "", "All that nobody can know before a fight, drawn from the [seed]: once a day for an army, once a \
        battle for each [formation]. The page of statistics sets what the odds promised beside what came, battle by \
        battle.";
    "gap", "Gap in a dike", "", "Cut by an order, by as many as find room: five hundred men do it in a night. Water widens it as it runs. On the \
        map an arrow shows where it goes. It can be closed again, with more work the wider it is. From a narrow canal the [dike] of the \
        far bank can be cut too. How much comes through says who holds the [sluice|sluices].";
    "group", "Group", "", "Formations that objectives and reports count together, such as the main column.";
    "halt", "Halt", "", "Stop and stay. Men on the [march] go on until they arrive, meet the enemy, or are halted.";
    "hex", "Hex", "", "A place on the map with six neighbors. How far it is across belongs to the map: one kilometer \
        at Haoshuichuan.";
    "hidden", "Hidden", "", "The [posture] of men in [ambush]. They cannot be seen from afar.";
    "ice", "Ice", "冰", "Rivers freeze as the frost lasts and open in March. Eight centimeters bear men on foot, twelve horses, \
        twenty carts; on such ice they march and fight as on a ford. Men who run over thinner ice drown.";
    "hollow", "Hollow", "", "No [hex] is level: hollows lie half a meter under the mean of its ground, rises as much over it. Water fills \
        hollows first, so that twenty centimeters on the mean leave part of the ground dry.";
    "hunger", "Hunger", "", "Men without [food] tire and shake; from the second day they desert.";
    "ledger", "Ledger", "", "Where every man is: under arms, straggling, wounded, sick, dead, captured, [deserted], \
        [dispersed] or gone home. The columns always add up to what the formation began with.";
    "lay waste", "Laying waste", "燒荒", "An order: burn grass and barns around, or a store of one's own, so that whoever comes finds \
        neither [fodder] nor [food]. Grass burns in the dry months, and grows again in spring.";
    "level", "Level", "", "How an artificial commander thinks. Random: any legal order. Greedy: every formation takes the \
        best fight in reach. Doctrine: a general's drill that scouts, keeps together and sets traps. None of them \
        knows more than you would in its place.";
    "lure", "Lure", "", "Anything left lying to tempt: a herd, loads, a closed box. See [bait].";
    "march", "March", "", "Move along a path. Foot make 17 to 21 km in an ordinary day, horse 33; slopes, brooks, \
        [fatigue|weariness] and the lack of a road cost time. A march goes on over several turns until it arrives.";
    "market", "Market", "市", "Where people of a place sell grain for cash to men who stand in it or beside it: in places of one's own or of nobody's \
        that are not besieged. The price rises with every shi that is bought, and in spring and summer, when barns are empty; with time new \
        grain comes. See [food], [sheng].";
    "men", "Men", "人", "The number on a [banner] is men under arms. Stragglers, wounded and sick are in the [ledger].";
    "objective", "Objective", "", "What a side wants, and the [points] it is worth. Met or not is decided at the end.";
    "order", "Orders", "令", "The only thing that changes a war. You, an artificial commander and a [replay] give the same \
        orders through the same gate. An order that cannot be given is refused in words. Until the [turn] ends every \
        order can be taken back.";
    "points", "Points", "", "The difference in points for [objective|objectives] decides: a draw, a marginal, a clear or \
        a decisive victory.";
    "posture", "Posture", "", "In what order a formation stands: in [camp], in [column], [formed], [hidden] or in \
        [rout].";
    "pursuit", "Pursuit", "追", "Riding down men who run. Horse that are free to follow kill most of those who die in a \
        battle.";
    "quality", "Quality", "", "Training and heart, from 1 (levies) to 5 (guards).";
    "rations", "Rations", "", "How [food] is dealt out: in full; by half, which lasts twice as long and wears men out; or in full, and when the bags \
        are empty the beasts are eaten, pack animals first. Men may be told besides to look for food, and to give grain to beasts without [fodder].";
    "replay", "Replay", "", "A recorded war. It can be watched like a film, from any side's eyes or with all revealed, \
        and played on from any [turn]; the original stays as it is. A save is a replay that is not over.";
    "report", "Report", "", "What your men saw of one enemy formation: where, how many it seemed, how long ago. The \
        older it is, the paler its [banner]. The enemy may be elsewhere by now.";
    "rout", "Rout", "潰", "Men whose [cohesion|order] broke run for their [refuge]. They cannot be ordered about until they \
        rally, out of the enemy's reach.";
    "refuge", "Refuge", "", "Where beaten men of a side run to: its forts, or the edge of the map towards home.";
    "scout", "Scouts", "斥候", "Twenty riders who look at a [hex] and tell when they are back, if they come back.";
    "seed", "Seed", "", "The number that all chance of a war grows from. The same seed and the same orders give the same \
        war, on every machine.";
    "sheng", "Sheng and shi", "升, 石", "Measures of grain. A man eats two sheng a day; a hundred sheng are a shi, which \
        feeds him for fifty days.";
    "siege", "Siege", "圍", "Enemies beside a place with walls. Nobody comes to blows over a wall without ladders, a breach or an open gate. \
        Once every way out is held, those inside live on their store and their wells; camps and crowds sicken; and a \
        garrison that was offered terms weighs every day what it has left. The card of the place shows the chances of a day.";
    "signal", "Signal", "號", "A banner dipped, a drum, pigeons with whistles: agreed before, it releases an [ambush] if \
        it is seen or heard.";
    "sluice", "Sluices", "渠口", "The head of a canal, where its water is let in from the river. Who holds the place at its head opens and shuts \
        them: when his own men cut a [dike] of it he lets in all it carries; a [gap] that an enemy cut he starves. Take the head first, \
        or the canal is soon empty.";
    "stance", "Stance", "", "What a formation does on meeting the enemy. Avoid: gives way. Hold: stands where it is. \
        Fight: attacks what comes near. Pursue: follows what runs. Screen: watches and falls back. And [ambush], and \
        [feint|feigned flight].";
    "step", "Step", "", "A part of a [turn]. When the turn is resolved everything happens step by step, for all sides at \
        once: weather, command, marching, sighting, ruses, fighting, eating, cold and thirst, recovery.";
    "surprise", "Surprise", "", "Men who did not see it coming: struck from [ambush], by night, or in [column].";
    "temperament", "Temperament", "", "Rash, steady, cautious, timid or stubborn. A rash man goes after [bait] three \
        times in four, a cautious one hardly ever. An army follows the temper of its general when he is near.";
    "turn", "Turn", "", "All sides plan in secret; when all are done the turn is resolved in [step|steps]. How long it \
        is belongs to the scenario: twelve hours on the way to Haoshuichuan, one hour on the day of the battle.";
    "thirst", "Thirst", "", "Dunes, gobi and salt have no water but at streams, in deep snow and at wells of places. Foot \
        and horse carry water for three and two days, camels for a week; heat halves that. Then men and horses die, \
        more each day.";
    "weather", "Weather", "", "Fair, cold wind, rain, snow, fog, dust storm, blizzard. It shortens sight, tires men and \
        slows them. Where the land has a climate each region has its own days, with heat and [cold]; snow lies, mud \
        deepens, and rivers freeze ([ice]).";
    "withdrawal", "Ways out", "", "The neighboring hexes into which a beaten formation could get away. Without one it \
        dies or lays down its arms.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_leads_to_an_entry() {
        for term in TERMS {
            for piece in term.pieces() {
                if let Piece::Link { to, words } = piece {
                    assert!(find(to).is_some(), "{}: [{to}] leads nowhere", term.id);
                    assert!(!words.is_empty() && to != term.id, "{}: [{to}]", term.id);
                }
            }
        }
    }

    #[test]
    fn every_factor_of_a_forecast_is_explained() {
        use crate::sim::law::FactorName;
        let all = [
            FactorName::Base,
            FactorName::Numbers,
            FactorName::Missile,
            FactorName::Shock,
            FactorName::Arms,
            FactorName::Armor,
            FactorName::Quality,
            FactorName::Command,
            FactorName::Fatigue,
            FactorName::Hunger,
            FactorName::Cohesion,
            FactorName::Ground,
            FactorName::Height,
            FactorName::River,
            FactorName::Unformed,
            FactorName::Surprise,
            FactorName::Flank,
            FactorName::Surrounded,
            FactorName::Works,
            FactorName::Night,
            FactorName::Pressure,
            FactorName::Fortune,
        ];
        for name in all {
            assert!(meant(name.words()).is_some(), "{}", name.words());
        }
    }

    #[test]
    fn entries_have_ids_of_their_own_and_no_loose_brackets() {
        for (number, term) in TERMS.iter().enumerate() {
            assert!(TERMS[..number].iter().all(|other| other.id != term.id && other.title != term.title));
            for piece in term.pieces() {
                if let Piece::Words(words) = piece {
                    assert!(!words.contains(['[', ']', '|']), "{}: {words}", term.id);
                    assert!(!words.contains("  "), "{}: {words}", term.id);
                }
            }
        }
    }

    #[test]
    fn every_entry_but_the_first_can_be_reached_by_links_or_is_found_by_its_own_words() {
        for term in TERMS {
            assert!(term.matches(term.title) && term.matches(&term.title.to_uppercase()));
            assert_eq!(titled(term.title), Some(term));
        }
        for (id, words) in ALIASES {
            for word in *words {
                assert!(find(id).is_some() && titled(word).is_none(), "{word} is titled itself");
                assert_eq!(meant(word).map(|term| term.id), Some(*id), "{word} stands for two entries");
            }
        }
        assert!(find("ambush").is_some_and(|term| term.matches("伏兵") && !term.matches("sheng")));
    }
}
