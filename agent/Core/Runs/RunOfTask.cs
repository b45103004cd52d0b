using Pdp.Protocol.Intents;

namespace Pdp.Core.Runs;

/// <summary>
/// Puts a run and its task together: what is to be rendered is the task's component as the run wants it, under the run's own id. It brings
/// its own configuration and secrets, so that whatever becomes of the task later, a run that began goes on with what it began with.
/// </summary>
public static class RunOfTask
{
    /// <summary>The run as a component.</summary>
    /// <param name="run">An intent of kind <c>TaskRun</c>.</param>
    /// <param name="task">The intent it names.</param>
    /// <returns>The component, or every reason why there is none.</returns>
    public static (TypedIntent? Component, IReadOnlyList<RefusalReason> Reasons) Of(TypedIntent run, TypedIntent task)
    {
        var wish = (TaskRunSpec)run.Spec;
        if (task.Spec is not ComponentSpec { Type: ComponentType.ManualTask } spec)
            return (null, [Refused("spec.task", "must be the intent of a component of type manualTask")]);
        if (PlaceOf(run.Metadata) != PlaceOf(task.Metadata))
            return (null, [Refused("metadata", "must have the organization, project and environment of the task")]);

        var metadata = run.Metadata with
        {
            Component = task.Metadata.Component,
            Track = task.Metadata.Track,
            Labels = Over(task.Metadata.Labels, run.Metadata.Labels),
            Annotations = Over(task.Metadata.Annotations, run.Metadata.Annotations),
        };
        var component = new TypedIntent(run.Document with { Metadata = metadata }, Component(spec, wish)) { Run = wish };
        return (component, []);
    }

    private static ComponentSpec Component(ComponentSpec task, TaskRunSpec wish) => task with
    {
        Containers = task.Containers.ToDictionary(
            container => container.Key, container => container.Value.Sidecar ? container.Value : As(container.Value, wish)),
        Task = (task.Task ?? new TaskSpec()) with { TimeoutSeconds = wish.TimeoutSeconds ?? task.Task?.TimeoutSeconds },
        DependsOn = [],
        Rollout = new RolloutSpec(AutoRollback: false),
    };

    // In place of the task's own variable of a name, so that what refers to it further down finds it; others at the end.
    private static ContainerSpec As(ContainerSpec container, TaskRunSpec wish)
    {
        var given = wish.Env.ToDictionary(variable => variable.Name, variable => new EnvVar { Name = variable.Name, Value = variable.Value });
        var own = container.Env.Select(variable => given.Remove(variable.Name, out var instead) ? instead : variable).ToList();
        return container with { Args = wish.Args ?? container.Args, Env = [.. own, .. wish.Env.Where(v => given.ContainsKey(v.Name)).Select(v => given[v.Name])] };
    }

    private static (string Organization, string Project, string Environment) PlaceOf(IntentMetadata metadata) =>
        (metadata.Organization, metadata.Project, metadata.Environment);

    private static Dictionary<string, string> Over(IReadOnlyDictionary<string, string> under, IReadOnlyDictionary<string, string> over)
    {
        var all = new Dictionary<string, string>(under);
        foreach (var (key, value) in over)
            all[key] = value;
        return all;
    }

    private static RefusalReason Refused(string path, string message) => new(FailureReason.SchemaInvalid, path, message);
}
