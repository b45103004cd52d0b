using System.Diagnostics;

namespace Pdp.Core.Secrets;

/// <summary>
/// A secret's value, on its way from a store into the cluster. It shows itself to nobody who does not ask for it by name: not as text, not
/// in a debugger, not serialized.
/// </summary>
[DebuggerDisplay("redacted")]
public sealed class SecretValue
{
    private readonly byte[] _bytes;

    /// <summary>Takes the bytes over; the caller keeps no copy.</summary>
    public SecretValue(byte[] bytes) => _bytes = bytes;

    /// <summary>The value itself. Whoever calls this answers for where it goes.</summary>
    public ReadOnlySpan<byte> Reveal() => _bytes;

    /// <summary>Never the value.</summary>
    public override string ToString() => "redacted";
}
