using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Objects;
using Pdp.Core.Render;
using Pdp.Core.Runs;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Core.Tests.Support;

/// <summary>Intents of every shape the rules let pass.</summary>
internal static class AnyIntent
{
    public static RenderContext Context { get; } = new() { Kinds = new Kinds() };

    /// <summary>DNS labels, those at the limits and those that look alike among them.</summary>
    public static Gen<string> Label { get; } = Gen.OneOf(
        Gen.Elements("a", "b", "a-b", "b-c", "c", "a--b", "0a", "xn--a", "default", "config", "a-headless", "a--headless", "a--config", "a--run"),
        from length in Gen.Elements(1, 2, 20, 43, 44, 45, 62, 63)
        from chars in Gen.Elements("abcxyz0189-".ToCharArray()).ArrayOf(length)
        select new string(chars).Trim('-') is { Length: > 0 } label ? label : "z");

    public static Gen<string?> Track { get; } = Gen.Elements("v1", "v1.2", "v1.3", "v2", null);

    public static Gen<IntentMetadata> Metadata { get; } =
        from id in Label
        from organization in Label
        from project in Label
        from environment in Label
        from component in Label
        from track in Track
        select new IntentMetadata
        {
            Id = id,
            Plane = "plane-1",
            Generation = 1,
            Organization = organization,
            Project = project,
            Environment = environment,
            Component = component,
            Track = track,
        };

    public static Gen<ComponentSpec> Component { get; } = Gen.OneOf(AnyComponent.Running, AnyComponent.Task, AnyComponent.Proxy);

    /// <summary>A run of any manual task, put together with it.</summary>
    public static Gen<TypedIntent> Run { get; } =
        from metadata in Metadata
        from spec in AnyComponent.Task
        from id in Label
        from args in Gen.Elements<IReadOnlyList<string>?>(null, [], ["x"])
        let task = Of(metadata with { Id = "the-task" }, spec with { Type = ComponentType.ManualTask, Schedule = null })
        let wish = new TaskRunSpec { Task = "the-task", Args = args, Env = [new("C0", "here"), new("NEW", "")] }
        let run = new TypedIntent(IntentWriter.Document(metadata with { Id = id, Component = null, Track = null }, wish), wish)
        select RunOfTask.Of(run, task).Component;

    public static Gen<TypedIntent> Typed { get; } =
        from metadata in Metadata
        from spec in Component
        select Of(metadata, spec);

    public static TypedIntent Of(IntentMetadata metadata, ComponentSpec spec) => new(IntentWriter.Document(metadata, spec), spec);

    public static IReadOnlyList<DesiredObject> Render(TypedIntent intent) => IntentRenderer.Render(intent, Context).Objects;

    public static Gen<Dictionary<string, string>> Map(Gen<string> keys, Gen<string> values, int most) =>
        from count in Gen.Choose(0, most)
        from k in keys.ArrayOf(count)
        from v in values.ArrayOf(count)
        select k.Zip(v).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second);
}
