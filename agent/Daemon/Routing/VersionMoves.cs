using System.Diagnostics.Metrics;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Render;
using Pdp.Core.Routing;

namespace Pdp.Daemon.Routing;

/// <summary>Tells people that a major version leads elsewhere: as events of the cluster, in the log and in metrics.</summary>
internal sealed partial class VersionMoves
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Daemon.Routing";

    private readonly IEventLog _events;
    private readonly IIntentStore _intents;
    private readonly ILogger<VersionMoves> _logger;
    private readonly Counter<long> _moves;

    public VersionMoves(IEventLog events, IIntentStore intents, IMeterFactory meters, ILogger<VersionMoves> logger)
    {
        (_events, _intents, _logger) = (events, intents, logger);
        _moves = meters.Create(MeterName).CreateCounter<long>(
            "pdp.agent.version.moves", "{move}", "Times a major version was led to another minor one, by direction: first, up or back.");
    }

    /// <summary>A group leads to another version than before.</summary>
    /// <param name="group">The group.</param>
    /// <param name="before">The version it led to; null when to none.</param>
    /// <param name="target">The one it leads to now.</param>
    public void Moved(VersionGroup group, string? before, VersionOffer target)
    {
        var track = target.Version.Track;
        var direction = before is null ? "first" : VersionTrack.Compare(track, before) >= 0 ? "up" : "back";
        LogMoved(group, before ?? "nothing", track, direction);
        _moves.Add(1, new KeyValuePair<string, object?>("direction", direction));
        if (_intents.Find(target.IntentId) is not { } intent) return;
        _events.Note(intent, isWarning: direction == "back", EventReasons.VersionMoved, $"{group.Name} leads to {track} now, before to {before ?? "nothing"}");
    }

    /// <summary>An object of somebody else stands where one of a group would be.</summary>
    public void Foreign(VersionGroup group, ObjectKey key) => LogForeign(group, key);

    /// <summary>A version goes, and what leads to it could not be led elsewhere.</summary>
    public void NotMoved(VersionGroup group, ClusterException failure) => LogNotMoved(group, failure.Message);

    [LoggerMessage(EventId = 1340, EventName = "VersionMoved", Level = LogLevel.Information,
        Message = "{Group} leads from {Before} to {Now} ({Direction})")]
    private partial void LogMoved(VersionGroup group, string before, string now, string direction);

    [LoggerMessage(EventId = 1341, EventName = "VersionForeign", Level = LogLevel.Warning,
        Message = "{Group}: {Object} was not made by the agent for it and is left alone; delete it and the agent makes its own")]
    private partial void LogForeign(VersionGroup group, ObjectKey @object);

    [LoggerMessage(EventId = 1342, EventName = "VersionNotMoved", Level = LogLevel.Warning,
        Message = "{Group}: a version goes and its callers could not be led elsewhere before: {Why}")]
    private partial void LogNotMoved(VersionGroup group, string why);
}
