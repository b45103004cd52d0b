namespace Pdp.Daemon.Audit;

/// <summary>The place of a record in the chain.</summary>
/// <param name="Seq">Its number; the first is 1.</param>
/// <param name="Hash">Its SHA-256 in lower-case hexadecimal.</param>
internal sealed record ChainLink(long Seq, string Hash)
{
    /// <summary>What the first record follows.</summary>
    public static ChainLink Start { get; } = new(0, new string('0', 64));
}
