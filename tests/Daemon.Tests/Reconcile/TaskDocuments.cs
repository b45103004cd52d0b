using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>Signed tasks and runs; a run shares the project of its task.</summary>
internal static class TaskDocuments
{
    public static string Task(TestPlane plane, string id, long generation, string image = "registry.example/task:1") =>
        plane.Component(id, generation, spec => TaskSpec(spec, image));

    public static ComponentSpec TaskSpec(ComponentSpec spec, string image) => Spec(spec, image) with { Type = ComponentType.ManualTask };

    public static string Scheduled(
        TestPlane plane, string id, long generation, string cron, ComponentState state = ComponentState.Active) =>
        plane.Component(id, generation, spec => Spec(spec, "registry.example/task:1") with
        {
            Type = ComponentType.ScheduledTask,
            State = state,
            Schedule = new ScheduleSpec { Cron = cron },
        });

    public static string Run(TestPlane plane, string id, string task, long generation, string argument = "other") =>
        plane.Sign(plane.Metadata(id, generation) with { Project = task }, new TaskRunSpec { Task = task, Args = [argument] });

    private static ComponentSpec Spec(ComponentSpec spec, string image) => spec with
    {
        Endpoints = new Dictionary<string, EndpointSpec>(),
        Containers = spec.Containers.ToDictionary(c => c.Key, c => c.Value with { Image = image, Ports = new Dictionary<string, ContainerPort>() }),
    };
}
