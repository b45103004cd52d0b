namespace Pdp.LocalCluster.Patches;

/// <summary>A patch that does not apply.</summary>
/// <param name="message">Why.</param>
/// <param name="isMalformed">The patch itself is wrong, whatever it is applied to.</param>
internal sealed class PatchException(string message, bool isMalformed) : Exception(message)
{
    public bool IsMalformed { get; } = isMalformed;
}
