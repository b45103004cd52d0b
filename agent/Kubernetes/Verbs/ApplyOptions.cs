namespace Pdp.Kubernetes.Verbs;

/// <summary>How to apply.</summary>
public sealed record ApplyOptions
{
    /// <summary>Who owns the fields; 1 to 128 printable characters.</summary>
    public required string FieldManager { get; init; }

    /// <summary>Takes fields over that another manager owns; without it they are a conflict.</summary>
    public bool Force { get; init; }

    /// <summary>Asks what would happen, without it happening: admission and defaults included.</summary>
    public bool DryRun { get; init; }

    /// <summary>Unknown fields are an error unless said otherwise.</summary>
    public FieldValidation FieldValidation { get; init; } = FieldValidation.Strict;

    /// <summary>A subresource, such as <c>status</c>; the object itself when null.</summary>
    public string? Subresource { get; init; }

    /// <summary>
    /// The resource version the caller knows the object by, to tell <see cref="ApplyAction.Unchanged"/> from
    /// <see cref="ApplyAction.Configured"/>; empty when the caller knows that there is no such object. When null, the object's metadata is
    /// read first, which costs a request. It is not a precondition.
    /// </summary>
    public string? KnownResourceVersion { get; init; }

    /// <summary>For writers that take turns; null for one that is alone.</summary>
    public Fencing? Fencing { get; init; }
}
