namespace Pdp.LocalCluster.Node.Probes;

/// <summary>What came of one attempt; the message says why it failed.</summary>
internal readonly record struct ProbeResult(bool Succeeded, string Message)
{
    public static ProbeResult Good { get; } = new(true, "");

    public static ProbeResult Bad(string message) => new(false, message);
}
