namespace Pdp.Architecture.Tests.Dependencies;

/// <summary>One row of the dependency table.</summary>
/// <param name="Namespace">The room: a namespace and those below it, unless a longer row claims them.</param>
internal sealed record Room(string Namespace)
{
    /// <summary>What it may use beside itself. Anything else that is not listed is a violation.</summary>
    public IReadOnlyList<Part> May { get; init; } = [];

    /// <summary>What it never uses, even where <see cref="May"/> would allow it.</summary>
    public IReadOnlyList<Part> Never { get; init; } = [];

    public override string ToString() => Namespace;
}
