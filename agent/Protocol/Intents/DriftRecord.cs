namespace Pdp.Protocol.Intents;

/// <summary>A repair.</summary>
/// <param name="Object">What had been changed or deleted.</param>
/// <param name="Fields">Paths that differed; empty when it was gone.</param>
/// <param name="RepairedAt">When, UTC.</param>
public sealed record DriftRecord(InventoryEntry Object, IReadOnlyList<string> Fields, DateTimeOffset RepairedAt);
