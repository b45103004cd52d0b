using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Jobs;

/// <summary>
/// Counts a Job's ended pods exactly once. A pod holds a finalizer until it is counted: first its uid is noted in
/// <c>uncountedTerminatedPods</c>, then the finalizer goes, then the uid turns into a number. So no run is lost with its pod, or
/// counted twice, wherever the controller stops in between.
/// </summary>
internal sealed class JobTally
{
    public const string Finalizer = "batch.kubernetes.io/job-tracking";

    private readonly HashSet<string> _uncountedSucceeded;
    private readonly HashSet<string> _uncountedFailed;

    private JobTally(JsonObject job, IReadOnlyList<JsonObject> pods)
    {
        Succeeded = job.Int("status", "succeeded") ?? 0;
        Failed = job.Int("status", "failed") ?? 0;
        var holding = pods.Where(pod => pod.HasFinalizer(Finalizer)).ToDictionary(ObjectMeta.Uid, StringComparer.Ordinal);
        _uncountedSucceeded = Uids(job, "succeeded");
        _uncountedFailed = Uids(job, "failed");
        // Noted before, and the finalizer has gone: now it is a number.
        Succeeded += _uncountedSucceeded.RemoveWhere(uid => !holding.ContainsKey(uid));
        Failed += _uncountedFailed.RemoveWhere(uid => !holding.ContainsKey(uid));
        foreach (var (uid, pod) in holding)
        {
            if (pod.Phase() == "Succeeded") _uncountedSucceeded.Add(uid);
            else if (pod.Phase() == "Failed" || pod.IsGone()) _uncountedFailed.Add(uid);
        }

        ToRelease = [.. holding.Where(entry => _uncountedSucceeded.Contains(entry.Key) || _uncountedFailed.Contains(entry.Key)).Select(entry => entry.Value)];
    }

    public static JobTally Of(JsonObject job, IReadOnlyList<JsonObject> pods) => new(job, pods);

    /// <summary>Counted already.</summary>
    public int Succeeded { get; private set; }

    /// <summary>Counted already.</summary>
    public int Failed { get; private set; }

    /// <summary>Counted, or noted and soon counted.</summary>
    public int AllSucceeded => Succeeded + _uncountedSucceeded.Count;

    /// <summary>Counted, or noted and soon counted.</summary>
    public int AllFailed => Failed + _uncountedFailed.Count;

    /// <summary>Pods whose finalizer may go once the note is written.</summary>
    public IReadOnlyList<JsonObject> ToRelease { get; }

    public void WriteTo(JsonObject status)
    {
        if (Succeeded > 0) status["succeeded"] = Succeeded;
        if (Failed > 0) status["failed"] = Failed;
        var uncounted = new JsonObject();
        if (_uncountedSucceeded.Count > 0) uncounted["succeeded"] = List(_uncountedSucceeded);
        if (_uncountedFailed.Count > 0) uncounted["failed"] = List(_uncountedFailed);
        status["uncountedTerminatedPods"] = uncounted;
    }

    private static HashSet<string> Uids(JsonObject job, string field) =>
        job.Array("status", "uncountedTerminatedPods", field)?.Select(uid => uid.Text() ?? "").ToHashSet(StringComparer.Ordinal) ?? [];

    private static JsonArray List(HashSet<string> uids) => [.. uids.Order(StringComparer.Ordinal).Select(uid => (JsonNode)uid)];
}
