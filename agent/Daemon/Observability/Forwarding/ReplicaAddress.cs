using System.Net;

namespace Pdp.Daemon.Observability.Forwarding;

/// <summary>
/// Where a replica's API is reached by the others: it stands at the end of its name in the Lease, so that who leads and where is learned in one piece and
/// without a further request.
/// </summary>
internal static class ReplicaAddress
{
    private const char Mark = '@';

    /// <summary>The name with the address.</summary>
    public static string Join(string name, IPEndPoint? address) => address is null ? name : $"{name}{Mark}{address}";

    /// <summary>The address in a name; null when it has none.</summary>
    public static IPEndPoint? Of(string? holder) =>
        holder?.LastIndexOf(Mark) is { } at and >= 0 && IPEndPoint.TryParse(holder.AsSpan(at + 1), out var address) && address.Port > 0 ? address : null;
}
