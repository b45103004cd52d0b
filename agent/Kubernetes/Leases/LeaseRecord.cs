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
    private const string FencingTokenAnnotation = "pdp.dev/fencing-token";

    /// <summary>
    /// The token holders write under; empty when the last one left writes behind that may still land. See
    /// <see cref="LeadershipTerm.FencingToken"/>.
    /// </summary>
    public string FencingToken { get; init; } = "";

    public static LeaseRecord Read(JsonObject lease) => new(
        lease.GetString("spec", "holderIdentity") ?? "",
        (int)Math.Clamp(lease.GetInt64("spec", "leaseDurationSeconds") ?? 0, 0, 3600),
        lease.GetString("spec", "acquireTime") ?? "",
        lease.GetString("spec", "renewTime") ?? "",
        (int)Math.Clamp(lease.GetInt64("spec", "leaseTransitions") ?? 0, 0, int.MaxValue - 1))
    {
        FencingToken = lease.Annotation(FencingTokenAnnotation) ?? "",
    };

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
        if (before?.Holder == identity) return before with { DurationSeconds = (int)duration.TotalSeconds, RenewTime = time };
        var transitions = before is null ? 0 : before.Transitions + 1;
        return new LeaseRecord(identity, (int)duration.TotalSeconds, time, time, transitions)
        {
            // A holder that gave the lease back has nothing under way any more, so there is nothing to fence off.
            FencingToken = before is { Holder: "", FencingToken: { Length: > 0 } token } ? token : $"{transitions}/{identity}",
        };
    }

    /// <summary>The record by which nobody holds it: the next may take it at once.</summary>
    /// <param name="now">This process's clock, for people to read.</param>
    /// <param name="isSettled">Whether every write of this holder was answered, so that none can land later.</param>
    public LeaseRecord Released(DateTimeOffset now, bool isSettled) => this with
    {
        Holder = "",
        DurationSeconds = 1,
        AcquireTime = Format(now),
        RenewTime = Format(now),
        FencingToken = isSettled ? FencingToken : "",
    };

    /// <summary>Writes itself into a Lease.</summary>
    public void WriteTo(JsonObject lease)
    {
        lease["spec"] = new JsonObject
        {
            ["holderIdentity"] = Holder,
            ["leaseDurationSeconds"] = DurationSeconds,
            ["acquireTime"] = AcquireTime,
            ["renewTime"] = RenewTime,
            ["leaseTransitions"] = Transitions,
        };
        lease.Set(FencingToken, "metadata", "annotations", FencingTokenAnnotation);
    }

    // A MicroTime: always six digits.
    private static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
