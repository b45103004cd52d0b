namespace Pdp.LocalCluster.Registry;

/// <summary>How a write is to be done.</summary>
/// <param name="Manager">The field manager.</param>
internal sealed record WriteOptions(string Manager)
{
    /// <summary>Do everything but store.</summary>
    public bool DryRun { get; init; }

    public FieldValidation Validation { get; init; } = FieldValidation.Ignore;

    /// <summary>Receives what the client should be warned of; null where nobody listens.</summary>
    public ICollection<string>? Warnings { get; init; }

    /// <summary>Keys that were repeated in the request's text.</summary>
    public IReadOnlyList<string> Duplicates { get; init; } = [];
}

/// <summary>What becomes of fields the kind does not have.</summary>
internal enum FieldValidation
{
    Ignore,
    Warn,
    Strict,
}
