using System.Text.Json.Nodes;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Workloads;

/// <summary>Renders what runs to an end.</summary>
internal static class JobRenderer
{
    /// <summary>The spec of a Job.</summary>
    public static JsonObject Spec(TaskSpec task, JsonObject template) => Sparse.Object(
        ("activeDeadlineSeconds", task.TimeoutSeconds),
        ("backoffLimit", task.Retries),
        ("parallelism", task.Parallelism),
        ("completions", task.Completions),
        ("template", template))!;
}
