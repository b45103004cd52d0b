namespace Pdp.ControlStub.Store;

/// <summary>One page of a list that is ordered by name.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">Name after which the next page begins; null at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
