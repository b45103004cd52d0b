using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Plan;

/// <summary>Which differences of an intent's objects are left as they are: what it exempts, and what is contested and not due yet.</summary>
/// <param name="exemptions">What the intent, or the policy, exempts.</param>
/// <param name="held">Contested fields that are not put back yet.</param>
internal sealed class Exemptions(IReadOnlyList<DriftExemption> exemptions, IReadOnlyList<HeldField> held)
{
    private readonly IReadOnlyList<(DriftExemption Of, IReadOnlyList<IReadOnlyList<string>> Paths)> _patterns =
        [.. exemptions.Select(exemption => (exemption, (IReadOnlyList<IReadOnlyList<string>>)[.. exemption.Fields.Select(FieldPath.Parts)]))];

    /// <summary>Nothing is exempted.</summary>
    public static Exemptions None { get; } = new([], []);

    /// <summary>Whether it is whoever's wrote it last.</summary>
    public bool IsExempt(ObjectKey key, string path) =>
        _patterns.Count > 0 && !IsMark(path)
        && FieldPath.Parts(path) is var parts
        && _patterns.Any(pattern => IsOf(pattern.Of, key) && pattern.Paths.Any(wanted => FieldPath.Covers(wanted, parts)));

    /// <summary>Whether it is contested and not put back yet; with an empty path whether the object is not made again yet.</summary>
    public bool IsHeld(ObjectKey key, string path) => held.Any(field => field.Object == key.Identity && field.Path == path);

    private static bool IsOf(DriftExemption exemption, ObjectKey key) =>
        exemption.Kind == (key.Group.Length == 0 ? key.Kind : $"{key.Group}/{key.Kind}") && (exemption.Name is null || exemption.Name == key.Name);

    // By these labels objects are found again; without them they would be nobody's.
    private static bool IsMark(string path) => FieldPath.Parts(path) switch
    {
        ["metadata"] or ["metadata", "labels"] => true,
        ["metadata", "labels", var label, ..] => ManagedMetadata.IsReserved(label) || label == ManagedMetadata.ManagedByLabel
            || label.StartsWith("openchoreo.dev/", StringComparison.Ordinal),
        ["metadata", "annotations", var annotation, ..] => ManagedMetadata.IsReserved(annotation),
        _ => false,
    };
}

/// <summary>A contested field that is not put back yet.</summary>
/// <param name="Object">The object, as <see cref="ObjectKey.Identity"/>.</param>
/// <param name="Path">The field; empty for the object itself.</param>
public sealed record HeldField((string Group, string Kind, string? Namespace, string Name) Object, string Path);
