using System.Diagnostics.Metrics;

namespace Pdp.Daemon.Identity;

/// <summary>Counts what happens to the identity.</summary>
internal sealed class IdentityMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Daemon.Identity";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _trust;

    public IdentityMetrics(IMeterFactory meters, IdentityKeeper keeper, TimeProvider time)
    {
        var meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>(
            "pdp.agent.identity.requests", "{request}", "Certificates asked for, by kind (enrol, renew, recover) and outcome.");
        _trust = meter.CreateCounter<long>("pdp.agent.identity.trust", "{document}", "Trust documents, by outcome.");
        meter.CreateObservableGauge(
            "pdp.agent.identity.certificate.expiry",
            () => keeper.Active is { } active
                ? [new Measurement<double>((active.Certificate.NotAfter - time.GetUtcNow()).TotalSeconds)]
                : Array.Empty<Measurement<double>>(),
            "s",
            "Seconds until this agent's certificate expires; below 0 once it has. Absent while there is none.");
        meter.CreateObservableGauge(
            "pdp.agent.identity.trust.version", () => keeper.Trust.Version, null, "Version of the trust document in force; 0 for the bundle's.");
    }

    /// <summary>A certificate was asked for.</summary>
    public void Asked(string kind, string outcome) => _requests.Add(
        1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A trust document was judged.</summary>
    public void Judged(string outcome) => _trust.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
