namespace Pdp.Daemon.Observability.Logs;

/// <summary>Collecting log lines while this replica leads, wherever they go.</summary>
internal interface ILogWork
{
    /// <summary>Why lines are not kept now; null while they are, or while this replica does not lead.</summary>
    string? Trouble { get; }

    /// <summary>Whose logs cannot be read now, and why; null when all can.</summary>
    string? Unread { get; }
}
