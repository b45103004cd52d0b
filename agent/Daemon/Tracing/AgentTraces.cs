using System.Diagnostics;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Tracing;

namespace Pdp.Daemon.Tracing;

/// <summary>
/// The spans of the agent: one trace from an intent received to healthy. Where nobody exports them nothing is made and nothing is kept. They hold ids,
/// names and reasons, never what a document or a secret says.
/// </summary>
internal static class AgentTraces
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "Pdp.Agent";

    /// <summary>Tag with the intent's id.</summary>
    public const string Intent = "pdp.intent";

    /// <summary>Tag with the intent's generation.</summary>
    public const string Generation = "pdp.generation";

    private static readonly ActivitySource _source = new(SourceName);

    /// <summary>Whether anybody wants spans.</summary>
    public static bool IsOn => _source.HasListeners();

    /// <summary>A part of what is under way; null where nothing is traced. A part of nothing is not begun.</summary>
    public static Activity? Begin(string name) => Activity.Current is { } current && current.Source == _source ? _source.StartActivity(name) : null;

    /// <summary>Does a part of what is under way in a span of its own.</summary>
    public static async Task<T> InAsync<T>(string name, Func<Task<T>> part)
    {
        using var span = Begin(name);
        return await part();
    }

    /// <summary>What was sent by somebody else: goes on with their trace, or begins one.</summary>
    public static Activity? Receive(string name, TraceContext? from) =>
        _source.StartActivity(name, ActivityKind.Consumer, from?.ToParent() ?? NoParent());

    /// <summary>Work of this process on an intent: goes on with its trace, or begins one that names it.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="intent">The intent.</param>
    /// <param name="isPart">Whether it belongs to the trace; else that is only named, for what is done days later is no part of it.</param>
    public static Activity? Continue(string name, StoredIntent intent, bool isPart)
    {
        var known = intent.Trace?.ToParent();
        var span = isPart || known is null
            ? _source.StartActivity(name, ActivityKind.Internal, known ?? NoParent())
            : _source.StartActivity(name, ActivityKind.Internal, NoParent(), links: [new ActivityLink(known.Value)]);
        return span?.About(intent.Id, intent.Generation);
    }

    /// <summary>What has lasted until now and is seen only at its end.</summary>
    public static void Past(string name, StoredIntent intent, DateTimeOffset since, FailureReason? reason)
    {
        if (intent.Trace?.ToParent() is not { } parent) return;
        using var span = _source.StartActivity(name, ActivityKind.Internal, parent, startTime: since);
        span?.About(intent.Id, intent.Generation).Reason(reason);
    }

    // Else the span that is current would be taken for the parent.
    private static ActivityContext NoParent()
    {
        Activity.Current = null;
        return default;
    }
}
