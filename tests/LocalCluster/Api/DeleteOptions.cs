namespace Pdp.LocalCluster.Api;

/// <summary>How to delete.</summary>
/// <param name="GracePeriodSeconds">Pods only: 0 removes at once; null takes the pod's own.</param>
/// <param name="Propagation">Null takes the default: background.</param>
/// <param name="Uid">Precondition: refused with a conflict where the object is another one.</param>
/// <param name="ResourceVersion">Precondition: refused with a conflict where the object has changed.</param>
/// <param name="DryRun">Check everything, change nothing.</param>
internal sealed record DeleteOptions(
    long? GracePeriodSeconds = null,
    Propagation? Propagation = null,
    string? Uid = null,
    string? ResourceVersion = null,
    bool DryRun = false);

/// <summary>What becomes of the objects an object owns.</summary>
internal enum Propagation
{
    Background,
    Foreground,
    Orphan,
}
