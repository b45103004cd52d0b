namespace Pdp.LogStore;

/// <summary>Why a segment went.</summary>
public enum DropReason
{
    /// <summary>Its lines are older than its class keeps them.</summary>
    Age,

    /// <summary>The store had reached its size.</summary>
    Size,

    /// <summary>The disk was full before the store had reached its size.</summary>
    DiskFull,
}
