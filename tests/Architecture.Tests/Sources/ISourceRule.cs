namespace Pdp.Architecture.Tests.Sources;

/// <summary>One rule about the repository's text.</summary>
internal interface ISourceRule
{
    /// <summary>Every breach: where, and what to change.</summary>
    IEnumerable<string> Check(Repository repository);
}
