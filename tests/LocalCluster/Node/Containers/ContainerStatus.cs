using System.Text.Json.Nodes;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Node.Containers;

/// <summary>An entry of <c>status.containerStatuses</c>.</summary>
internal static class ContainerStatus
{
    public static JsonObject Of(ContainerRecord container)
    {
        var status = new JsonObject
        {
            ["name"] = container.Name,
            ["image"] = container.Image,
            ["imageID"] = container.ImageIsKnown ? $"local://{container.Image}" : "",
            ["ready"] = container.Ready,
            ["restartCount"] = container.RestartCount,
            ["started"] = container.Started,
            ["state"] = State(container.State),
            ["lastState"] = container.Last is { } last ? State(last) : new JsonObject(),
        };
        if (container.Id is { } id) status["containerID"] = id;
        return status;
    }

    private static JsonObject State(ContainerState state)
    {
        switch (state)
        {
            case ContainerState.Waiting waiting:
                var wait = new JsonObject { ["reason"] = waiting.Reason };
                if (waiting.Message is not null) wait["message"] = waiting.Message;
                return new JsonObject { ["waiting"] = wait };
            case ContainerState.Running running:
                return new JsonObject { ["running"] = new JsonObject { ["startedAt"] = running.Since.ToKube() } };
            case ContainerState.Terminated end:
                var terminated = new JsonObject
                {
                    ["exitCode"] = end.ExitCode,
                    ["reason"] = end.Reason,
                    ["startedAt"] = end.StartedAt.ToKube(),
                    ["finishedAt"] = end.FinishedAt.ToKube(),
                };
                if (end.ContainerId is { } id) terminated["containerID"] = id;
                if (end.Message is not null) terminated["message"] = end.Message;
                return new JsonObject { ["terminated"] = terminated };
            default:
                return [];
        }
    }
}
