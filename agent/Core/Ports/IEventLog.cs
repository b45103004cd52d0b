using Pdp.Protocol.Intents;

namespace Pdp.Core.Ports;

/// <summary>
/// Where people look for what happened: the cluster's events. Never waits and never fails; repeats are counted, floods dropped.
/// </summary>
public interface IEventLog
{
    /// <summary>Notes that something happened to an intent.</summary>
    /// <param name="intent">Whose event it is.</param>
    /// <param name="isWarning">Whether somebody should look.</param>
    /// <param name="reason">CamelCase; <see cref="EventReasons"/> or a <see cref="FailureReason"/>.</param>
    /// <param name="message">One sentence.</param>
    void Note(StoredIntent intent, bool isWarning, string reason, string message);

    /// <summary>Notes what is worth no write to the cluster: it is kept only where the agent keeps events itself.</summary>
    /// <param name="intent">Whose event it is.</param>
    /// <param name="reason">CamelCase; <see cref="EventReasons"/>.</param>
    /// <param name="message">One sentence.</param>
    void Keep(StoredIntent intent, string reason, string message)
    {
    }
}

/// <summary>Reasons of events that are not failures.</summary>
public static class EventReasons
{
    /// <summary>A generation became healthy.</summary>
    public const string Deployed = nameof(Deployed);

    /// <summary>Something edited or deleted by hand was put back.</summary>
    public const string DriftRepaired = nameof(DriftRepaired);

    /// <summary>Somebody writes the same field again and again.</summary>
    public const string DriftContested = nameof(DriftContested);

    /// <summary>Nobody does any more.</summary>
    public const string DriftSettled = nameof(DriftSettled);

    /// <summary>The last good revision runs again.</summary>
    public const string RolledBack = nameof(RolledBack);

    /// <summary>Secrets have other versions than before.</summary>
    public const string SecretRotated = nameof(SecretRotated);

    /// <summary>A major version leads to another minor one.</summary>
    public const string VersionMoved = nameof(VersionMoved);

    /// <summary>Everything was pruned.</summary>
    public const string Removed = nameof(Removed);

    /// <summary>The resource was deleted without a signed removal.</summary>
    public const string LetGo = nameof(LetGo);
}
