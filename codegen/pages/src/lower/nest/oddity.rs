//! What can speak against a row standing in a place.
//!
//! The cost of a place is the sum over its oddities, each its [weight](super::model::Weights) times an amount, which
//! is 1 where nothing else is said. The oddities are the features of a log-linear model: `oddity as usize` is a
//! feature's number, the same as in the table of weights.
//!
//! Each has a worked example, which a test runs. Its rows stand indented as the tree in question has them, a name and a
//! type cell and where it matters an example; behind `=` stands the oddity's amount at the last row's place, behind
//! `sample` what the page's sample shows and behind `others` what samples of the product's other pages show.

/// One thing that speaks against a place, or excuses what does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Oddity {
    /// A struct ends without members.
    ///
    /// ```text
    /// Data|Struct
    /// Zone|String
    /// = 1
    /// ```
    EmptyStruct,
    /// A struct ends without members though samples show some, on top of [`Self::EmptyStruct`].
    ///
    /// ```text
    /// sample {"Data":{"Zone":"a"}}
    /// Data|Struct
    /// Zone|String
    /// = 1
    /// ```
    EmptyShownStruct,
    /// `Array of E` ends without members.
    ///
    /// ```text
    /// Rules|Array of Rule
    /// Zone|String
    /// = 1
    /// ```
    EmptyNamedList,
    /// A bare list ends without members though samples show some.
    ///
    /// ```text
    /// sample {"Rules":[{"Id":"a"}]}
    /// Rules|Array
    /// Zone|String
    /// = 1
    /// ```
    EmptyShownList,
    /// A row without a type ends without members.
    ///
    /// ```text
    /// Data|
    /// Zone|String
    /// = 1
    /// ```
    EmptyBlank,
    /// The row does not stand in the innermost open container.
    ///
    /// ```text
    /// Data|Struct
    ///   Name|String
    /// Zone|String
    /// = 1
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
    /// = 1.39
    /// ```
    LeavesEarly,
    /// A second row below a list whose first row named its wrapper.
    ///
    /// ```text
    /// Rules|Array of Rule
    ///   Rule|
    ///   Zone|String
    /// = 1
    /// ```
    BesideWrapper,
    /// The row above is a container, but has an example that is a plain value.
    ///
    /// ```text
    /// Ids|Array|i-1
    ///   Zone|String
    /// = 1
    /// ```
    BelowExample,
    /// The row above is a plain value by its type. Only rows that samples show with members get as far as that.
    ///
    /// ```text
    /// sample {"Data":{"Zone":"a"}}
    /// Data|String
    ///   Zone|String
    /// = 1
    /// ```
    BelowScalar,
    /// The row above is a list of plain values, by its type or by a sample.
    ///
    /// ```text
    /// sample {"Ids":{"Id":["i-1"]}}
    /// Ids|Array
    ///   Zone|String
    /// = 1
    /// ```
    BelowValues,
    /// The row above is a map: its keys are data.
    ///
    /// ```text
    /// Tags|Map
    ///   Zone|String
    /// = 1
    /// ```
    BelowMap,
    /// A row without a type right behind a list, yet not its wrapper.
    ///
    /// ```text
    /// Rules|Array of Rule
    /// Rule|
    /// = 1
    /// ```
    NotWrapper,
    /// A plain value by its type that samples show with members.
    ///
    /// ```text
    /// sample {"Data":{"Zone":"a"}}
    /// Data|String
    /// = 1
    /// ```
    ScalarWithMembers,
    /// A container by its type that samples show as a plain value.
    ///
    /// ```text
    /// sample {"Data":"a"}
    /// Data|Struct
    /// = 1
    /// ```
    ContainerAsValue,
    /// Samples show the parent without the name, and the name elsewhere.
    ///
    /// ```text
    /// sample {"Data":{"Name":"a"},"Zone":"a"}
    /// Data|Struct
    ///   Zone|String
    /// = 1
    /// ```
    ShownElsewhere,
    /// Samples show the parent without the name, which they show nowhere else, or not as often as there are rows of it.
    ///
    /// ```text
    /// sample {"Data":{"Name":"a"}}
    /// Data|Struct
    ///   Zone|String
    /// = 1
    /// ```
    NotShown,
    /// Excuses a gap: samples show the parent with many members. The amount is the logarithm of how many, at most 6.
    ///
    /// ```text
    /// sample {"Data":{"A":1,"B":1,"C":1,"D":1,"E":1,"F":1,"G":1}}
    /// Data|Struct
    ///   Zone|String
    /// = 1.95
    /// ```
    LargeSample,
    /// Samples do not show the name at the root, which they mostly show whole.
    ///
    /// ```text
    /// sample {"Data":{"Name":"a"}}
    /// Zone|String
    /// = 1
    /// ```
    NotShownAtRoot,
    /// Excuses a gap: there are others in the parent. The amount is the logarithm of one more than how many.
    ///
    /// ```text
    /// sample {"Data":{"Name":"a"}}
    /// Data|Struct
    ///   Name|String
    ///   Size|String
    ///   Zone|String
    /// = 0.69
    /// ```
    GapBefore,
    /// Of the product's other operations that show the name, most show it at the root, and the row stands below. The
    /// amount is their share.
    ///
    /// ```text
    /// others {"Zone":"a"}
    /// Data|Struct
    ///   Zone|String
    /// = 0.75
    /// ```
    OthersShowAtRoot,
    /// The row stands at the root. The amount is the share of the product's other operations that show the name elsewhere.
    ///
    /// ```text
    /// others {"Zone":"a"}
    /// Zone|String
    /// = 0.25
    /// ```
    OthersShowBelow,
    /// The page has no samples.
    ///
    /// ```text
    /// Zone|String
    /// = 1
    /// ```
    NoSamples,
    /// Samples show nothing below the parent, and the name elsewhere.
    ///
    /// ```text
    /// sample {"Zone":"a"}
    /// Data|Struct
    ///   Zone|String
    /// = 1
    /// ```
    ShownUnderOther,
    /// Samples show nothing below the parent, nor the name elsewhere.
    ///
    /// ```text
    /// sample {"Name":"a"}
    /// Data|Struct
    ///   Zone|String
    /// = 1
    /// ```
    NothingShown,
    /// No sample of the page shows the name, there or elsewhere, but other pages show it below such a parent.
    ///
    /// ```text
    /// sample {"Data":{"Name":"a"}}
    /// others {"Data":{"Zone":"a"}}
    /// Data|Struct
    ///   Zone|String
    /// = 1
    /// ```
    OnlyOthersShow,
    /// Samples show the parent without the name, and the name elsewhere, but other pages show it below such a parent.
    ///
    /// ```text
    /// sample {"Data":{"Name":"a"},"Zone":"a"}
    /// others {"Data":{"Zone":"a"}}
    /// Data|Struct
    ///   Zone|String
    /// = 1
    /// ```
    OthersShow,
    /// Samples show nothing below the parent, and the name elsewhere, but other pages show it below such a parent.
    ///
    /// ```text
    /// sample {"Zone":"a"}
    /// others {"Data":{"Zone":"a"}}
    /// Data|Struct
    ///   Zone|String
    /// = 1
    /// ```
    OthersShowUnder,
    /// No sample shows the name in the parent, and other operations show such a parent without it. The amount is the
    /// logarithm of one more than how many, at most 6.
    ///
    /// ```text
    /// others {"Data":{"Name":"a"}}
    /// Data|Struct
    ///   Name|String
    ///   Zone|String
    /// = 0.69
    /// ```
    OthersShowNot,
    /// Two rows of the same names as these stand one behind the other further up, and there the second stands beside the
    /// first where it does not here, or does not where it does here.
    ///
    /// ```text
    /// Low|Struct
    ///   Limit|String
    ///   Times|String
    /// High|Struct
    ///   Limit|String
    /// Times|String
    /// = 1
    /// ```
    UnlikeTwin,
    /// The row before, once more.
    ///
    /// ```text
    /// Zone|String
    /// Zone|String
    /// = 1
    /// ```
    DoubledRow,
    /// A name twice below one parent.
    ///
    /// ```text
    /// Zone|String
    /// Name|String
    /// Zone|String
    /// = 1
    /// ```
    DoubledName,
    /// `RequestId` away from the root.
    ///
    /// ```text
    /// Data|Struct
    ///   RequestId|String
    /// = 1
    /// ```
    RequestIdBelow,
    /// `RequestId` away from the root, where a sample shows it.
    ///
    /// ```text
    /// sample {"Data":{"RequestId":"a"}}
    /// Data|Struct
    ///   RequestId|String
    /// = 1
    /// ```
    RequestIdShownBelow,
    /// Another of the root's usual names away from it, and no sample shows it there.
    ///
    /// ```text
    /// Data|Struct
    ///   Code|String
    /// = 1
    /// ```
    RootNameBelow,
    /// A name by which results are paged among the members of a list's items, where no sample shows it.
    ///
    /// ```text
    /// Rules|Array of Rule
    ///   Rule|
    ///     TotalCount|Integer
    /// = 1
    /// ```
    PagingInItem,
    /// A container ends though samples show members in it that rows of the table are named after and that no row took.
    /// The amount is how many, at most 4.
    ///
    /// ```text
    /// sample {"Data":{"Name":"a","Zone":"a"}}
    /// Data|Struct
    ///   Name|String
    /// Zone|String
    /// = 1
    /// ```
    MembersLeft,
    /// The row sorts before the last one at the root. The amount is the strength of order there: the logarithm of how
    /// much oftener neighbours keep it than break it, at most 4.
    ///
    /// ```text
    /// Age|String
    /// Name|String
    /// Size|String
    /// Zone|String
    /// Unit|String
    /// = 0.69
    /// ```
    BrokenRootOrder,
    /// [`Self::BrokenRootOrder`] where a sample shows the row there.
    ///
    /// ```text
    /// sample {"Age":"a","Name":"a","Size":"a","Zone":"a","Unit":"a"}
    /// Age|String
    /// Name|String
    /// Size|String
    /// Zone|String
    /// Unit|String
    /// = 0.69
    /// ```
    BrokenRootOrderShown,
    /// The row sorts before the last one below the same parent. The amount is the strength of order below the root, as
    /// for [`Self::BrokenRootOrder`].
    ///
    /// ```text
    /// Data|Struct
    ///   Age|String
    ///   Name|String
    ///   Size|String
    ///   Zone|String
    ///   Unit|String
    /// = 0.69
    /// ```
    BrokenOrder,
    /// [`Self::BrokenOrder`] where a sample shows the row there.
    ///
    /// ```text
    /// sample {"Data":{"Age":"a","Name":"a","Size":"a","Zone":"a","Unit":"a"}}
    /// Data|Struct
    ///   Age|String
    ///   Name|String
    ///   Size|String
    ///   Zone|String
    ///   Unit|String
    /// = 0.69
    /// ```
    BrokenOrderShown,
}

impl Oddity {
    /// All, by number.
    pub(super) const ALL: [Self; 41] = [
        Self::EmptyStruct,
        Self::EmptyShownStruct,
        Self::EmptyNamedList,
        Self::EmptyShownList,
        Self::EmptyBlank,
        Self::Leaves,
        Self::LeavesEarly,
        Self::BesideWrapper,
        Self::BelowExample,
        Self::BelowScalar,
        Self::BelowValues,
        Self::BelowMap,
        Self::NotWrapper,
        Self::ScalarWithMembers,
        Self::ContainerAsValue,
        Self::ShownElsewhere,
        Self::NotShown,
        Self::LargeSample,
        Self::NotShownAtRoot,
        Self::GapBefore,
        Self::OthersShowAtRoot,
        Self::OthersShowBelow,
        Self::NoSamples,
        Self::ShownUnderOther,
        Self::NothingShown,
        Self::OnlyOthersShow,
        Self::OthersShow,
        Self::OthersShowUnder,
        Self::OthersShowNot,
        Self::UnlikeTwin,
        Self::DoubledRow,
        Self::DoubledName,
        Self::RequestIdBelow,
        Self::RequestIdShownBelow,
        Self::RootNameBelow,
        Self::PagingInItem,
        Self::MembersLeft,
        Self::BrokenRootOrder,
        Self::BrokenRootOrderShown,
        Self::BrokenOrder,
        Self::BrokenOrderShown,
    ];

    /// How many there are.
    pub(super) const COUNT: usize = Self::ALL.len();

    /// The oddity in a few words, said of the row.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::EmptyStruct => "leaves a struct without members",
            Self::EmptyShownStruct => "of which a sample shows members",
            Self::EmptyNamedList => "leaves a list of a named type without members",
            Self::EmptyShownList => "leaves a list without members, of which a sample shows some",
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
            Self::NotShownAtRoot => "samples mostly show the whole root",
            Self::GapBefore => "samples miss others there",
            Self::OthersShowAtRoot => "other operations show it at the root",
            Self::OthersShowBelow => "other operations show it below something",
            Self::NoSamples => "no samples",
            Self::ShownUnderOther => "no sample shows members there, one shows the name elsewhere",
            Self::NothingShown => "no sample shows members there",
            Self::OnlyOthersShow => "only other pages show it there",
            Self::OthersShow => "a sample shows it elsewhere, other pages there",
            Self::OthersShowUnder => "no sample shows members there, other pages show it there",
            Self::OthersShowNot => "other pages show others there",
            Self::DoubledRow => "the row before, once more",
            Self::DoubledName => "its name stands there already",
            Self::RequestIdBelow => "`RequestId` belongs to the root",
            Self::RequestIdShownBelow => "`RequestId` belongs to the root, though a sample shows it there",
            Self::RootNameBelow => "the name mostly stands at the root",
            Self::MembersLeft => "leaves out members that samples show",
            Self::UnlikeTwin => "unlike the same two names further up",
            Self::PagingInItem => "a name of paging inside of a list",
            Self::BrokenRootOrder | Self::BrokenOrder => "breaks the order",
            Self::BrokenRootOrderShown | Self::BrokenOrderShown => "breaks the order, though a sample shows it there",
        }
    }
}
