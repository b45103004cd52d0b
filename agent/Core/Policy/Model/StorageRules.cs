namespace Pdp.Core.Policy.Model;

/// <summary>Claims of storage.</summary>
public sealed record StorageRules
{
    /// <summary>Largest claim, a quantity; null for no limit.</summary>
    public string? Claim { get; init; }

    /// <summary>All claims of an intent together, a quantity, those of every replica counted; null for no limit.</summary>
    public string? Intent { get; init; }

    /// <summary>Storage classes; a claim that names none is refused then. Null: any.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Whether a claim may name the volume it binds to. Default no: that volume may hold somebody else's data.</summary>
    public bool NamedVolumes { get; init; }
}
