using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Leases;

namespace Pdp.Daemon.Cluster.Leadership;

/// <summary>Leads by holding a Lease in the agent's namespace. The others stand by, with everything loaded.</summary>
internal sealed partial class LeaderLease : ILeadership
{
    private readonly LeaseElection _election;
    private readonly string _identity;
    private readonly ILogger<LeaderLease> _logger;
    private volatile LeadershipTerm? _term;

    public LeaderLease(IKubernetesApi api, LeaseOptions options, TimeProvider time, Chance chance, ILogger<LeaderLease> logger)
    {
        _election = new LeaseElection(api, options with { Notices = Tell }, time, new Func<double>(chance));
        _identity = options.Identity;
        _logger = logger;
    }

    /// <inheritdoc/>
    public bool IsLeader => _term?.IsHeld == true;

    /// <summary>Stands by, leads, stands by again, until cancelled; then the lease is given back.</summary>
    /// <param name="lead">
    /// What a leader does; its token is cancelled when the term ends, and the next does not begin before it has returned.
    /// </param>
    /// <param name="cancellationToken">Stops.</param>
    public Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken) =>
        _election.RunAsync(
            async (term, ended) =>
            {
                _term = term;
                LogLeading(_identity, term.Transitions);
                try
                {
                    await lead(ended);
                }
                finally
                {
                    _term = null;
                }
            },
            cancellationToken);

    private void Tell(LeaseNotice notice)
    {
        switch (notice)
        {
            case LeaseNotice.HolderChanged changed when changed.Holder != _identity:
                LogStandingBy(changed.Holder ?? "nobody");
                break;
            case LeaseNotice.AttemptFailed failed:
                LogAttemptFailed(failed.Error.Message);
                break;
            case LeaseNotice.Lost:
                LogLost(_identity);
                break;
        }
    }

    [LoggerMessage(EventId = 1440, EventName = "Leading", Level = LogLevel.Information,
        Message = "{Identity} leads; the lease has changed hands {Transitions} times")]
    private partial void LogLeading(string identity, int transitions);

    [LoggerMessage(EventId = 1441, EventName = "StandingBy", Level = LogLevel.Information, Message = "{Holder} leads; standing by")]
    private partial void LogStandingBy(string holder);

    [LoggerMessage(EventId = 1442, EventName = "LeaseAttemptFailed", Level = LogLevel.Warning,
        Message = "The lease could not be read or written; tried again: {Why}")]
    private partial void LogAttemptFailed(string why);

    [LoggerMessage(EventId = 1443, EventName = "LeadershipLost", Level = LogLevel.Warning,
        Message = "{Identity} no longer leads and has stopped writing")]
    private partial void LogLost(string identity);
}
