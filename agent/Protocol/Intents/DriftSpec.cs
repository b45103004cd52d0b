namespace Pdp.Protocol.Intents;

/// <summary>What becomes of changes others make to the objects of an intent.</summary>
public sealed record DriftSpec
{
    /// <summary>What is left as others have it; at most 50. Everything else is put back.</summary>
    public IReadOnlyList<DriftExemption> Ignore { get; init => field = value ?? []; } = [];
}

/// <summary>
/// Fields that are applied when the object is made, and left alone once somebody else has written them.
/// </summary>
public sealed record DriftExemption
{
    /// <summary>Kind of the objects: <c>group/Kind</c>, or <c>Kind</c> for the core group; of any API version.</summary>
    public required string Kind { get; init; }

    /// <summary>Name of the object; null for all of the kind.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Paths as drift is told, such as <c>spec.template.spec.containers[name=main].resources</c>, each with all below it; <c>*</c> stands
    /// for any member and <c>[*]</c> for any item. 1..50.
    /// </summary>
    public IReadOnlyList<string> Fields { get; init => field = value ?? []; } = [];
}
