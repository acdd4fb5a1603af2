use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::plan::{Part, Plan};

/// Where a stream of pages or items stands, so that another process can go on there.
///
/// `Display` and `FromStr` turn it into text to store and back. It holds no secret and no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The operation that the token is of.
    pub(super) operation: u64,
    /// The request's own parameters.
    pub(super) request: u64,
    pub(super) plan: Option<Plan>,
    pub(super) at: Position,
}

/// The item that comes next, and what must be known to go on there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) part: Part,
    /// The page as the API counts it.
    pub(super) page: u32,
    /// How many of the page's items were handed out.
    pub(super) skip: u64,
    /// How many items the part's pages before this one had.
    pub(super) received: u64,
    /// How many items the part has, as far as the pages before this one said.
    pub(super) total: Option<u64>,
    /// The items of the part before at the seam with it, which are not to come again.
    pub(super) before: Vec<u64>,
    /// The items of this part so far at the seam with the next one.
    pub(super) after: Vec<u64>,
}

/// The first part of a token's text: changed when the rest changes its meaning.
const VERSION: &str = "spectable-3";

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.unsealed();
        write!(f, "{text};{:x}", digest(&text))
    }
}

impl Token {
    /// All but the checksum.
    fn unsealed(&self) -> String {
        let mut text = String::new();
        // Writing to memory cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, f: &mut impl fmt::Write) -> fmt::Result {
        let Position { part: Part { window, half }, page, skip, received, total, before, after } = &self.at;
        write!(f, "{VERSION};{:x};{:x};", self.operation, self.request)?;
        if let Some(Plan { start, end, length, newest_first }) = self.plan {
            write!(f, "{start},{end},{length},{}", u8::from(newest_first))?;
        }
        write!(f, ";{window},{half},{page},{skip},{received},")?;
        if let Some(total) = total {
            write!(f, "{total}")?;
        }
        for seam in [before, after] {
            f.write_str(";")?;
            for (index, item) in seam.iter().enumerate() {
                write!(f, "{}{item:x}", if index > 0 { "," } else { "" })?;
            }
        }
        Ok(())
    }
}

impl FromStr for Token {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        let text = text.trim();
        if !text.starts_with(VERSION) {
            let older = text.starts_with("spectable-");
            return Err(TokenError(if older {
                "the token is of another version of this library: begin anew"
            } else {
                "this is no token of a stream"
            }));
        }
        // It keeps nobody from making one up; it tells that one was cut or changed.
        let sealed = text.rsplit_once(';').filter(|(text, sum)| u64::from_str_radix(sum, 16) == Ok(digest(text)));
        let (text, _) = sealed.ok_or(TokenError("the token was cut or changed: its checksum does not fit"))?;
        parse(text).ok_or(TokenError("this is no token of a stream"))
    }
}

/// The first eight bytes of a SHA-256: the same in every process.
pub(super) fn digest(text: &str) -> u64 {
    Sha256::digest(text.as_bytes()).iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

fn parse(text: &str) -> Option<Token> {
    let mut parts = text.split(';').skip(1);
    let mut part = || parts.next();
    let mut hex = || u64::from_str_radix(part()?, 16).ok();
    let (operation, request) = (hex()?, hex()?);
    let plan = match part()? {
        "" => None,
        plan => {
            let mut numbers = plan.split(',').map(|number| number.parse::<i64>().ok());
            let mut number = || numbers.next().flatten();
            let plan = Plan { start: number()?, end: number()?, length: number()?, newest_first: number()? == 1 };
            Some(Some(plan).filter(|plan| plan.length > 0)?)
        }
    };
    let mut numbers = part()?.split(',');
    let mut number = || numbers.next()?.parse().ok();
    let at_part = Part { window: number()?, half: number().filter(|half| *half > 0)? };
    let (page, skip, received) = (u32::try_from(number()?).ok()?, number()?, number()?);
    let total = match numbers.next()? {
        "" => None,
        total => Some(total.parse().ok()?),
    };
    let mut seam = || {
        let items = part()?.split(',').filter(|item| !item.is_empty());
        items.map(|item| u64::from_str_radix(item, 16).ok()).collect::<Option<Vec<_>>>()
    };
    let (before, after) = (seam()?, seam()?);
    let at = Position { part: at_part, page, skip, received, total, before, after };
    if parts.next().is_some() { None } else { Some(Token { operation, request, plan, at }) }
}

/// A token that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenError(pub(super) &'static str);

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for TokenError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survives_being_stored() {
        let plan = Plan { start: -5, end: 7, length: 3, newest_first: true };
        let at = Position {
            part: Part { window: 2, half: 5 },
            page: 3,
            skip: 4,
            received: 200,
            total: Some(250),
            before: vec![1, u64::MAX],
            after: vec![],
        };
        for token in [
            Token { operation: 1, request: 0xabc, plan: Some(plan), at: at.clone() },
            Token { operation: 0, request: 0, plan: None, at: Position { total: None, ..at } },
        ] {
            assert_eq!(token.to_string().parse(), Ok(token));
        }
        let sealed = |text: &str| format!("{text};{:x}", digest(text));
        for bad in [
            "spectable-3;0;0;;0,1,0,0,;;",
            "spectable-3;0;0;;0,0,1,0,0,;;",
            "spectable-3;0;0;1,2,0,1;0,1,1,0,0,;;",
            "spectable-3;0;0;;0,1,1,0,0,;;;",
        ] {
            assert!(sealed(bad).parse::<Token>().is_err(), "{bad}");
        }
        let good = sealed("spectable-3;0;0;;0,1,1,0,0,;;");
        assert!(good.parse::<Token>().is_ok());
        let says = |text: &str| text.parse::<Token>().unwrap_err().to_string();
        assert_eq!(says(""), "this is no token of a stream");
        assert_eq!(says("spectable-2;0;;0,1,1,0,0,;;"), "the token is of another version of this library: begin anew");
        // Whatever of it is changed or missing.
        for at in VERSION.len()..good.len() {
            let mut changed = good.clone().into_bytes();
            changed[at] = if changed[at] == b'1' { b'2' } else { b'1' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(changed.parse::<Token>().is_err(), "{changed}");
            assert!(good[..at].parse::<Token>().is_err(), "{}", &good[..at]);
        }
    }
}
