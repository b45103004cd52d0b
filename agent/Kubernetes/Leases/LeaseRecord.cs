using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;

namespace Pdp.Kubernetes.Leases;

/// <summary>What a Lease says. Times are kept as text: they are other people's clocks and only compared for being the same.</summary>
/// <param name="Holder">Who holds it; empty when nobody.</param>
/// <param name="DurationSeconds">How long the holder asks others to wait.</param>
/// <param name="AcquireTime">When the holder took it.</param>
/// <param name="RenewTime">When the holder last renewed it.</param>
/// <param name="Transitions">How often it has changed hands.</param>
internal sealed record LeaseRecord(string Holder, int DurationSeconds, string AcquireTime, string RenewTime, int Transitions)
{
    public static LeaseRecord Read(JsonObject lease) => new(
        lease.GetString("spec", "holderIdentity") ?? "",
        (int)Math.Clamp(lease.GetInt64("spec", "leaseDurationSeconds") ?? 0, 0, 3600),
        lease.GetString("spec", "acquireTime") ?? "",
        lease.GetString("spec", "renewTime") ?? "",
        (int)Math.Clamp(lease.GetInt64("spec", "leaseTransitions") ?? 0, 0, int.MaxValue - 1));

    /// <summary>
    /// The record by which <paramref name="identity"/> holds the lease from now on: renewed, or taken from whoever had it.
    /// </summary>
    /// <param name="before">The record of before; null when there is no lease yet.</param>
    /// <param name="identity">Who shall hold it.</param>
    /// <param name="duration">How long others shall wait.</param>
    /// <param name="now">This process's clock, for people to read.</param>
    public static LeaseRecord Held(LeaseRecord? before, string identity, TimeSpan duration, DateTimeOffset now)
    {
        var time = Format(now);
        return before?.Holder == identity
            ? before with { DurationSeconds = (int)duration.TotalSeconds, RenewTime = time }
            : new LeaseRecord(identity, (int)duration.TotalSeconds, time, time, before is null ? 0 : before.Transitions + 1);
    }

    /// <summary>The record by which nobody holds it: the next may take it at once.</summary>
    public LeaseRecord Released(DateTimeOffset now) =>
        this with { Holder = "", DurationSeconds = 1, AcquireTime = Format(now), RenewTime = Format(now) };

    public JsonObject ToSpec() => new()
    {
        ["holderIdentity"] = Holder,
        ["leaseDurationSeconds"] = DurationSeconds,
        ["acquireTime"] = AcquireTime,
        ["renewTime"] = RenewTime,
        ["leaseTransitions"] = Transitions,
    };

    // A MicroTime: always six digits.
    private static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
