namespace Pdp.Protocol.Intents;

/// <summary>A repair.</summary>
/// <param name="Object">What had been changed or deleted.</param>
/// <param name="Fields">Paths that differed; empty when it was gone.</param>
/// <param name="RepairedAt">When, UTC.</param>
public sealed record DriftRecord(InventoryEntry Object, IReadOnlyList<string> Fields, DateTimeOffset RepairedAt)
{
    /// <summary>Who wrote which of the fields, as far as the API server knows: it does not say who took a field away or deleted an object.</summary>
    public IReadOnlyList<FieldWriter> Writers { get; init => field = value ?? []; } = [];
}

/// <summary>Who wrote a field.</summary>
/// <param name="Field">Its path.</param>
/// <param name="Manager">The field manager, such as <c>kubectl-edit</c>.</param>
public sealed record FieldWriter(string Field, string Manager);
