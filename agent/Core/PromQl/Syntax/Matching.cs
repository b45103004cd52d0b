namespace Pdp.Core.PromQl.Syntax;

/// <summary>Which series of the two sides of an operator belong together.</summary>
/// <param name="On">By these labels; otherwise by all but these.</param>
/// <param name="Labels">Their names.</param>
/// <param name="Group">Which side may have many; null when neither.</param>
/// <param name="Include">Labels taken from the side that has one.</param>
public sealed record Matching(bool On, Sequence<string> Labels, MatchGroup? Group, Sequence<string> Include);
