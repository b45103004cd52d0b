namespace Pdp.Core.PromQl.Syntax;

/// <summary>Labels to group by.</summary>
/// <param name="Without">Whether by all others.</param>
/// <param name="Labels">Their names.</param>
public sealed record Grouping(bool Without, Sequence<string> Labels);
