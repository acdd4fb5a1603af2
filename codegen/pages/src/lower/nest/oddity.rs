//! What can speak against a row standing in a place.
//!
//! The cost of a place is the sum over its oddities, each its [`weight`](super::weights::weight) times an amount, which
//! is 1 where nothing else is said. The oddities are the features of a log-linear model: `oddity as usize` is a
//! feature's number, the same as in the table of weights.
//!
//! Each has a worked example, which a test runs. Its rows stand indented as the tree in question has them, a name and a
//! type cell and where it matters an example; behind `=` stands what the oddity costs at the last row's place, behind
//! `sample` what the page's sample shows and behind `others` what samples of the product's other pages show.

/// One thing that speaks against a place, or excuses what does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Oddity {
    /// A container that was open until here ends; once for each.
    ///
    /// ```text
    /// Data|Struct
    ///   Owner|Struct
    ///     Name|String
    /// Zone|String
    /// = 0.2
    /// ```
    Ends,
    /// A struct ends without members.
    ///
    /// ```text
    /// Data|Struct
    /// Zone|String
    /// = 1.5
    /// ```
    EmptyStruct,
    /// A struct ends without members though samples show some, on top of [`Self::EmptyStruct`].
    ///
    /// ```text
    /// sample {"Data":{"Zone":"a"}}
    /// Data|Struct
    /// Zone|String
    /// = 1.2
    /// ```
    EmptyShownStruct,
    /// `Array of E` ends without members.
    ///
    /// ```text
    /// Rules|Array of Rule
    /// Zone|String
    /// = 1.8
    /// ```
    EmptyNamedList,
    /// A bare list ends without members though samples show some.
    ///
    /// ```text
    /// sample {"Rules":[{"Id":"a"}]}
    /// Rules|Array
    /// Zone|String
    /// = 1.5
    /// ```
    EmptyShownList,
    /// A bare list ends without members: its items may be plain values.
    ///
    /// ```text
    /// Rules|Array
    /// Zone|String
    /// = 0.3
    /// ```
    EmptyList,
    /// A row without a type ends without members.
    ///
    /// ```text
    /// Data|
    /// Zone|String
    /// = 0.5
    /// ```
    EmptyBlank,
    /// The row does not stand in the innermost open container.
    ///
    /// ```text
    /// Data|Struct
    ///   Name|String
    /// Zone|String
    /// = 1.04
    /// ```
    Leaves,
    /// A container ends though the row would sort behind its last member. The amount is the strength of order
    /// on the page, as for [`Self::BrokenOrder`].
    ///
    /// ```text
    /// Data|Struct
    ///   Age|String
    ///   Name|String
    ///   Size|String
    /// Zone|String
    /// = 0.33
    /// ```
    LeavesEarly,
    /// A second row below a list whose first row named its wrapper.
    ///
    /// ```text
    /// Rules|Array of Rule
    ///   Rule|
    ///   Zone|String
    /// = 1.2
    /// ```
    BesideWrapper,
    /// The row above is a container, but has an example that is a plain value.
    ///
    /// ```text
    /// Ids|Array|i-1
    ///   Zone|String
    /// = 3.0
    /// ```
    BelowExample,
    /// The row above is a plain value by its type. Only rows that samples show with members get as far as that.
    ///
    /// ```text
    /// sample {"Data":{"Zone":"a"}}
    /// Data|String
    ///   Zone|String
    /// = 1.12
    /// ```
    BelowScalar,
    /// The row above is a list of plain values, by its type or by a sample.
    ///
    /// ```text
    /// sample {"Ids":{"Id":["i-1"]}}
    /// Ids|Array
    ///   Zone|String
    /// = 5.0
    /// ```
    BelowValues,
    /// The row above is a map: its keys are data.
    ///
    /// ```text
    /// Tags|Map
    ///   Zone|String
    /// = 0.8
    /// ```
    BelowMap,
    /// A row without a type right behind a list, yet not its wrapper.
    ///
    /// ```text
    /// Rules|Array of Rule
    /// Rule|
    /// = 6.0
    /// ```
    NotWrapper,
    /// A plain value by its type that samples show with members.
    ///
    /// ```text
    /// sample {"Data":{"Zone":"a"}}
    /// Data|String
    /// = 1.0
    /// ```
    ScalarWithMembers,
    /// A container by its type that samples show as a plain value.
    ///
    /// ```text
    /// sample {"Data":"a"}
    /// Data|Struct
    /// = 1.29
    /// ```
    ContainerAsValue,
    /// Samples show the parent without the name, and the name elsewhere.
    ///
    /// ```text
    /// sample {"Data":{"Name":"a"},"Zone":"a"}
    /// Data|Struct
    ///   Zone|String
    /// = 6.0
    /// ```
    ShownElsewhere,
    /// Samples show the parent without the name, which they show nowhere else, or not as often as there are rows of it.
    ///
    /// ```text
    /// sample {"Data":{"Name":"a"}}
    /// Data|Struct
    ///   Zone|String
    /// = 1.7
    /// ```
    NotShown,
    /// Excuses a gap: samples show the parent with many members. The amount is the logarithm of how many, at most 6.
    ///
    /// ```text
    /// sample {"Data":{"A":1,"B":1,"C":1,"D":1,"E":1,"F":1,"G":1}}
    /// Data|Struct
    ///   Zone|String
    /// = -0.49
    /// ```
    LargeSample,
    /// Excuses a gap: the page's samples miss much. The amount is the part of its names that they show nowhere.
    ///
    /// ```text
    /// sample {"Data":{"Name":"a"}}
    /// Data|Struct
    ///   Zone|String
    /// = -0.69
    /// ```
    SampleWithGaps,
    /// Samples do not show the name at the root, which they mostly show whole.
    ///
    /// ```text
    /// sample {"Data":{"Name":"a"}}
    /// Zone|String
    /// = 0.45
    /// ```
    NotShownAtRoot,
    /// Makes up for excuses of [`Self::NotShown`] that leave nearly nothing of it.
    ///
    /// ```text
    /// sample {"Data":{"A":1,"B":1,"C":1,"D":1,"E":1,"F":1,"G":1}}
    /// Data|Struct
    ///   S|String
    ///   T|String
    ///   U|String
    ///   V|String
    ///   Zone|String
    /// = 0.04
    /// ```
    NeverFree,
    /// The page has no samples.
    ///
    /// ```text
    /// Zone|String
    /// = 2.06
    /// ```
    NoSamples,
    /// Samples show nothing below the parent, and the name elsewhere.
    ///
    /// ```text
    /// sample {"Zone":"a"}
    /// Data|Struct
    ///   Zone|String
    /// = 3.59
    /// ```
    ShownUnderOther,
    /// Samples show nothing below the parent, nor the name elsewhere.
    ///
    /// ```text
    /// sample {"Name":"a"}
    /// Data|Struct
    ///   Zone|String
    /// = 0.38
    /// ```
    NothingShown,
    /// No sample of the page shows the name, there or elsewhere, but other pages show it below such a parent.
    ///
    /// ```text
    /// sample {"Data":{"Name":"a"}}
    /// others {"Data":{"Zone":"a"}}
    /// Data|Struct
    ///   Zone|String
    /// = 0.1
    /// ```
    OnlyOthersShow,
    /// Excuses that samples show the name elsewhere: other pages show it below such a parent.
    ///
    /// ```text
    /// sample {"Data":{"Name":"a"},"Zone":"a"}
    /// others {"Data":{"Zone":"a"}}
    /// Data|Struct
    ///   Zone|String
    /// = -2.65
    /// ```
    OthersShow,
    /// Other pages show such a parent without the name, and this page's samples show nothing below it.
    ///
    /// ```text
    /// others {"Data":{"Name":"a"}}
    /// Data|Struct
    ///   Name|String
    ///   Zone|String
    /// = 0.67
    /// ```
    OthersShowNot,
    /// The row before, once more.
    ///
    /// ```text
    /// Zone|String
    /// Zone|String
    /// = 0.35
    /// ```
    DoubledRow,
    /// A name twice below one parent.
    ///
    /// ```text
    /// Zone|String
    /// Name|String
    /// Zone|String
    /// = 6.0
    /// ```
    DoubledName,
    /// `RequestId` away from the root.
    ///
    /// ```text
    /// Data|Struct
    ///   RequestId|String
    /// = 8.6
    /// ```
    RequestIdBelow,
    /// `RequestId` away from the root, where a sample shows it.
    ///
    /// ```text
    /// sample {"Data":{"RequestId":"a"}}
    /// Data|Struct
    ///   RequestId|String
    /// = 2.0
    /// ```
    RequestIdShownBelow,
    /// Another of the root's usual names away from it, and no sample shows it there.
    ///
    /// ```text
    /// Data|Struct
    ///   Code|String
    /// = 1.25
    /// ```
    RootNameBelow,
    /// The row sorts before the last one below the same parent. The amount is the strength of order on the page:
    /// the logarithm of how much oftener neighbours keep it than break it, times 1.7, at most 7.
    ///
    /// ```text
    /// Age|String
    /// Name|String
    /// Size|String
    /// Zone|String
    /// Unit|String
    /// = 1.18
    /// ```
    BrokenOrder,
}

impl Oddity {
    /// How many there are.
    pub(super) const COUNT: usize = Self::BrokenOrder as usize + 1;

    /// The oddity in a few words, said of the row.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Ends => "ends a container",
            Self::EmptyStruct => "leaves a struct without members",
            Self::EmptyShownStruct => "of which a sample shows members",
            Self::EmptyNamedList => "leaves a list of a named type without members",
            Self::EmptyShownList => "leaves a list without members, of which a sample shows some",
            Self::EmptyList => "leaves a list without members",
            Self::EmptyBlank => "leaves a row without type and members",
            Self::Leaves => "not in the innermost container",
            Self::LeavesEarly => "would be in order in the container that it leaves",
            Self::BesideWrapper => "beside a list's wrapper",
            Self::BelowExample => "below a row whose example is a value",
            Self::BelowScalar => "below a plain value",
            Self::BelowValues => "below a list of plain values",
            Self::BelowMap => "below a map",
            Self::NotWrapper => "not taken as the list's wrapper",
            Self::ScalarWithMembers => "a plain value that a sample shows with members",
            Self::ContainerAsValue => "a container that a sample shows as a plain value",
            Self::ShownElsewhere => "a sample shows it elsewhere",
            Self::NotShown => "not shown there",
            Self::LargeSample => "the sample there is large",
            Self::SampleWithGaps => "the samples miss much",
            Self::NotShownAtRoot => "samples mostly show the whole root",
            Self::NeverFree => "but not free",
            Self::NoSamples => "no samples",
            Self::ShownUnderOther => "no sample shows members there, one shows the name elsewhere",
            Self::NothingShown => "no sample shows members there",
            Self::OnlyOthersShow => "only other pages show it there",
            Self::OthersShow => "other pages show it there",
            Self::OthersShowNot => "other pages show others there",
            Self::DoubledRow => "the row before, once more",
            Self::DoubledName => "its name stands there already",
            Self::RequestIdBelow => "`RequestId` belongs to the root",
            Self::RequestIdShownBelow => "`RequestId` belongs to the root, though a sample shows it there",
            Self::RootNameBelow => "the name mostly stands at the root",
            Self::BrokenOrder => "breaks the order",
        }
    }
}
