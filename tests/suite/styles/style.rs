//! The styles, and what each of them loses.

use spectable_pages::ir::Vendor;

use super::aliyun::{self, Look};
use super::original::Original;
use super::rows::Nesting;
use super::table::Form;
use super::tencent;

/// Something that a style does not carry, or carries less of: where two operations differ in it, they are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// Whether parameters are required.
    Required,
    /// The column has a cell for each parameter, also where the original does not say whether it is required.
    RequiredUnsaid,
    /// Where REST-style requests carry their parameters.
    Position,
    /// The names of element types, with what enums are called after them; that a map is no other object.
    TypeNames,
    /// The objects around lists on the wire, and what items are called in XML.
    Wrappers,
    /// What is bold, or code, in descriptions: the original counts as it reads in Markdown without that.
    Marks,
    /// Which line is the title: title and description are one text.
    Title,
    /// Which of a row's two last cells is left where one of them was empty: they are one text, and what the description says
    /// counts for nothing.
    EmptyCells,
    /// How sure places are: the style shows more, or less, of the nesting.
    Sureness,
    /// Where the description begins and ends among what stands around the page: more paragraphs may be in it, and the
    /// title may begin with the operation's name.
    Around,
}

macro_rules! styles {
    ($($(#[$doc:meta])* $style:ident: $vendor:ident, [$($loss:ident),*];)*) => {
        /// A way in which people's copies of a page look.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Style {
            $($(#[$doc])* $style,)*
        }

        impl Style {
            /// Every style.
            pub(super) const ALL: &[Self] = &[$(Self::$style),*];

            /// As `STYLE` names it.
            pub(super) fn name(self) -> &'static str {
                match self {
                    $(Self::$style => stringify!($style),)*
                }
            }

            /// Whose pages look so.
            pub(super) fn vendor(self) -> Vendor {
                match self {
                    $(Self::$style => Vendor::$vendor,)*
                }
            }

            /// What it loses.
            pub(super) fn losses(self) -> &'static [Loss] {
                match self {
                    $(Self::$style => &[$(Loss::$loss),*],)*
                }
            }
        }
    };
}

styles! {
    /// Markdown as published on GitHub: `##` headings, outer bars, cells over several lines.
    Pipes: Aliyun, [];
    /// Today's columns, one line a row, `<br>` in cells.
    PipesModern: Aliyun, [];
    /// Text without outer bars, headings as bare lines.
    PipesBare: Aliyun, [Marks, Title];
    /// Text, one cell a line.
    OneCell: Aliyun, [Marks, Title, EmptyCells, TypeNames, Wrappers, Sureness];
    /// Markdown, one cell a line, headings and header cells bold.
    OneCellBold: Aliyun, [EmptyCells, TypeNames, Wrappers, Sureness];
    /// Text, name and type on one line without anything between.
    Glued: Aliyun, [Required, Position, Marks, Title, EmptyCells, TypeNames, Wrappers, Sureness];
    /// Text, tabs between cells.
    Tabs: Aliyun, [Marks, Title];
    /// The same with today's columns and rows.
    TabsModern: Aliyun, [Marks, Title, TypeNames, Wrappers, Sureness];
    /// Markdown, an empty header row above the real one.
    ClonedHeader: Aliyun, [];
    /// Markdown, the header twice.
    HeaderTwice: Aliyun, [];
    /// Nested rows as `└ Name`, further in with no-break spaces.
    Corner: Aliyun, [Sureness];
    /// Nested rows as `└└Name`.
    Corners: Aliyun, [Sureness];
    /// Nested rows further in with no-break spaces.
    NoBreak: Aliyun, [Sureness];
    /// Nested rows as `└ Name`, further in with full-width blanks.
    FullWidth: Aliyun, [Sureness];
    /// Nested rows by their whole paths.
    Dotted: Aliyun, [TypeNames, Wrappers, Sureness];
    /// Markdown, nameless `object` rows.
    AnonymousRows: Aliyun, [TypeNames, Wrappers, Sureness];
    /// A whole copy of today's help center: navigation and images, nameless rows, cloned headers, backslashes in
    /// samples, the explorer's address of today.
    Modern: Aliyun, [Around, TypeNames, Wrappers, Sureness];
    /// Tencent Cloud's page as text.
    TencentText: Tencent, [];
    /// Rows with bars between their cells and one at the end.
    TencentPipes: Tencent, [RequiredUnsaid];
    /// The same below `2\. 输入参数`.
    TencentPipesEscaped: Tencent, [RequiredUnsaid];
    /// Tabs between cells.
    TencentTabs: Tencent, [RequiredUnsaid];
    /// `## 2. 输入参数`, types as links, cells over several lines.
    TencentHeadings: Tencent, [RequiredUnsaid];
    /// The same with `## 2\. 输入参数`.
    TencentEscaped: Tencent, [RequiredUnsaid];
    /// English headings and header words; the column says no where the description says that a parameter is required.
    TencentEnglish: Tencent, [RequiredUnsaid];
    /// The same in Markdown, with `### 2. Input Parameters`.
    TencentEnglishHeadings: Tencent, [RequiredUnsaid];
    /// The headings of the sections are gone.
    TencentHeadless: Tencent, [RequiredUnsaid];
}

impl Style {
    /// The page as a copy of this style has it.
    pub(super) fn write(self, page: &Original) -> String {
        use tencent::Look as Tencent;
        match self {
            Self::Pipes => aliyun::write(page, Look::markdown(Form::Bars)),
            Self::PipesModern => aliyun::write(page, Look::markdown(Form::Lines).modern()),
            Self::PipesBare => aliyun::write(page, Look::text(Form::Bare)),
            Self::OneCell => aliyun::write(page, Look::text(Form::Cells).modern().nested(Nesting::Nameless)),
            Self::OneCellBold => {
                aliyun::write(page, Look::markdown(Form::CellsBold).bold().modern().nested(Nesting::Nameless))
            }
            Self::Glued => aliyun::write(page, Look::text(Form::Glued).modern().nested(Nesting::Nameless)),
            Self::Tabs => aliyun::write(page, Look::text(Form::Tabs)),
            Self::TabsModern => aliyun::write(page, Look::text(Form::Tabs).modern().nested(Nesting::Nameless)),
            Self::ClonedHeader => aliyun::write(page, Look::markdown(Form::Cloned).modern()),
            Self::HeaderTwice => aliyun::write(page, Look::markdown(Form::Twice)),
            Self::Corner => aliyun::write(page, Look::markdown(Form::Bars).nested(Nesting::Corner)),
            Self::Corners => aliyun::write(page, Look::markdown(Form::Bars).nested(Nesting::Corners)),
            Self::NoBreak => aliyun::write(page, Look::markdown(Form::Bars).nested(Nesting::NoBreak)),
            Self::FullWidth => aliyun::write(page, Look::markdown(Form::Bars).nested(Nesting::FullWidth)),
            Self::Dotted => aliyun::write(page, Look::markdown(Form::Bars).nested(Nesting::Dotted)),
            Self::AnonymousRows => aliyun::write(page, Look::markdown(Form::Lines).modern().nested(Nesting::Nameless)),
            Self::Modern => {
                let look = Look::markdown(Form::TwiceCloned).bold().modern().nested(Nesting::Nameless);
                aliyun::write(page, look.around())
            }
            Self::TencentText => tencent::write(page, Tencent::Text),
            Self::TencentPipes => tencent::write(page, Tencent::Pipes),
            Self::TencentPipesEscaped => tencent::write(page, Tencent::PipesEscaped),
            Self::TencentTabs => tencent::write(page, Tencent::Tabs),
            Self::TencentHeadings => tencent::write(page, Tencent::Headings),
            Self::TencentEscaped => tencent::write(page, Tencent::Escaped),
            Self::TencentEnglish => tencent::write(page, Tencent::English),
            Self::TencentEnglishHeadings => tencent::write(page, Tencent::EnglishHeadings),
            Self::TencentHeadless => tencent::write(page, Tencent::Headless),
        }
    }
}
