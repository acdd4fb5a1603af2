//! What each oddity of a placement costs.

/// What each oddity costs, fitted to pages whose schema is known.
pub(super) struct Weights {
    /// A second row below a list whose first row named its wrapper.
    pub wrapped: f32,
    /// The same row twice in a row.
    pub doubled_row: f32,
    /// A name twice below one parent.
    pub doubled_name: f32,
    /// `RequestId` away from the root.
    pub request_id: f32,
    /// Another of the root's usual names away from it.
    pub at_root: f32,
    /// Rows below a scalar.
    pub scalar_parent: f32,
    /// Rows below a list of scalars.
    pub scalar_list_parent: f32,
    /// Rows below a map.
    pub map_parent: f32,
    /// A scalar that samples show with members.
    pub scalar_with_members: f32,
    /// A container that samples show as a scalar.
    pub container_without: f32,
    /// Missing from the parent's sample, but shown elsewhere.
    pub seen_elsewhere: f32,
    /// Missing from the parent's sample, and shown nowhere.
    pub unseen: f32,
    /// How much less a larger parent's gap weighs (times the logarithm of its size).
    pub size: f32,
    /// The most that size may count.
    pub size_most: f32,
    /// How much less a gap weighs on a page whose samples miss much.
    pub absent: f32,
    /// No samples at all.
    pub no_samples: f32,
    /// Samples do not show the parent, but the name elsewhere.
    pub unshown_seen: f32,
    /// Samples show neither parent nor name.
    pub unshown: f32,
    /// Other pages show the name below such a parent.
    pub known: f32,
    /// Other pages show such a parent without the name.
    pub not_known: f32,
    /// Leaving containers at all.
    pub leave: f32,
    /// A container is left though the row would sort behind its last (times the page's order).
    pub goes_on: f32,
    /// A struct without members.
    pub empty_struct: f32,
    /// ... that samples show with members.
    pub empty_shown: f32,
    /// `Array of E` without members.
    pub empty_named_list: f32,
    /// A bare list without members, though samples show some.
    pub empty_shown_list: f32,
    /// A bare list without members.
    pub empty_list: f32,
    /// A row without a type, without members.
    pub empty_blank: f32,
    /// A named type without members.
    pub empty_named: f32,
    /// The most that a break in order may cost.
    pub order_most: f32,
    /// How much the odds of order count.
    pub order_scale: f32,
    /// Leaving each further container.
    pub leave_each: f32,
    /// A row at the root that samples do not show there.
    pub root_unseen: f32,
    /// A row without a type right after a list, yet not its wrapper.
    pub not_wrapping: f32,
    /// Rows below a container whose row has an example value.
    pub valued_parent: f32,
    /// `RequestId` away from the root though a sample shows it there.
    pub request_id_shown: f32,
}

pub(super) const WEIGHTS: Weights = Weights {
    wrapped: 1.2,
    doubled_row: 0.35,
    doubled_name: 6.0,
    request_id: 8.6,
    at_root: 1.25,
    scalar_parent: 1.12,
    scalar_list_parent: 5.0,
    map_parent: 0.8,
    scalar_with_members: 1.0,
    container_without: 1.29,
    seen_elsewhere: 6.0,
    unseen: 1.7,
    size: 0.25,
    size_most: 1.5,
    absent: 1.38,
    no_samples: 2.06,
    unshown_seen: 3.59,
    unshown: 0.38,
    known: 2.65,
    not_known: 0.67,
    leave: 1.04,
    goes_on: 0.14,
    empty_struct: 1.5,
    empty_shown: 1.2,
    empty_named_list: 1.8,
    empty_shown_list: 1.5,
    empty_list: 0.3,
    empty_blank: 0.5,
    empty_named: 0.28,
    order_most: 7.0,
    order_scale: 1.7,
    leave_each: 0.1,
    root_unseen: 0.45,
    not_wrapping: 6.0,
    valued_parent: 3.0,
    request_id_shown: 2.0,
};
