using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Intents;
using Pdp.Core.Objects;
using Pdp.Core.Policy;
using Pdp.Core.Render;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Core.Tests.Render;

public sealed partial class RenderPropertyTests
{
    private static readonly Config _many = Config.QuickThrowOnFailure.WithMaxTest(200);

    [Fact]
    public void What_is_generated_here_is_acceptable() => Check(intent =>
    {
        var read = IntentReader.Read(IntentWriter.Write(intent.Document));
        Assert.Empty(read.Reasons);
        Assert.Empty(IntentRules.Check(read.Intent!));
    });

    [Fact]
    public void The_same_intent_gives_the_same_bytes_whatever_the_order_of_its_maps() => Check(intent =>
    {
        var spec = (ComponentSpec)intent.Spec;
        var turned = intent with
        {
            Spec = spec with
            {
                Config = Turned(spec.Config),
                Endpoints = Turned(spec.Endpoints),
                Containers = spec.Containers.ToDictionary(c => c.Key, c => c.Value with { Ports = Turned(c.Value.Ports) }),
            },
        };
        Assert.Equal(Bytes(intent), Bytes(turned));
    });

    [Fact]
    public void Every_name_is_a_valid_label_and_names_one_object() => Check(intent =>
    {
        var objects = AnyIntent.Render(intent);
        Assert.All(objects, o => Assert.True(Label().IsMatch(o.Key.Name) && o.Key.Name.Length <= 63, o.Key.Name));
        Assert.All(objects.Where(o => o.Key.Kind == "StatefulSet"), o => Assert.True(o.Key.Name.Length <= 52, o.Key.Name));
        Assert.All(objects.Where(o => o.Key.Kind == "Service"), o => Assert.Matches("^[a-z]", o.Key.Name));
        Assert.Equal(objects.Count, objects.Select(o => o.Key.Identity).Distinct().Count());
        Assert.Equal(objects.Count, objects.Select(o => o.Id).Distinct().Count());
    });

    [Fact]
    public void Every_label_value_is_valid() => Check(intent =>
        Assert.All(
            AnyIntent.Render(intent).SelectMany(o => (o.Manifest["metadata"]!["labels"]!).AsObject()),
            label => Assert.True(LabelValue().IsMatch((string)label.Value!) && ((string)label.Value!).Length <= 63, (string?)label.Value)));

    [Fact]
    public void The_usual_policy_allows_what_a_component_renders() => Check(intent =>
    {
        // What stands for something outside is for the customer to allow.
        if (intent.Spec is ComponentSpec { Type: ComponentType.Proxy })
            return;
        var rendered = IntentRenderer.Render(intent, AnyIntent.Context);
        Assert.Empty(PolicyCheck.Check(Policies.Request(rendered, intent.Metadata), AgentPolicy.Default));
    });

    [Fact]
    public void Two_components_never_share_an_object_but_their_namespace_and_its_policy()
    {
        var pairs = from spec in AnyIntent.Component
                    from other in AnyIntent.Component
                    from one in AnyIntent.Metadata
                    from two in AnyIntent.Metadata
                    select (One: AnyIntent.Of(one, spec), Two: AnyIntent.Of(two with { Organization = one.Organization, Project = one.Project }, other));
        Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            var areTheSame = Place(pair.One) == Place(pair.Two);
            var shared = AnyIntent.Render(pair.One).Select(o => o.Key.Identity).Intersect(AnyIntent.Render(pair.Two).Select(o => o.Key.Identity));
            Assert.True(areTheSame || shared.All(IsShared));
        }).Check(_many.WithMaxTest(500));
    }

    [Fact]
    public void A_component_named_like_something_derived_for_another_shares_nothing_with_it()
    {
        var pairs = from spec in AnyIntent.Component
                    from other in AnyIntent.Component
                    from one in AnyIntent.Metadata
                    from pick in Gen.Choose(0, 9)
                    let names = AnyIntent.Render(AnyIntent.Of(one, spec)).Where(o => !IsShared(o.Key.Identity)).Select(o => o.Key.Name).ToList()
                    select (One: AnyIntent.Of(one, spec), Two: AnyIntent.Of(one with { Id = "two", Track = null, Component = names[pick % names.Count] }, other));
        Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            if (Place(pair.One) == Place(pair.Two))
                return;
            var shared = AnyIntent.Render(pair.One).Select(o => o.Key.Identity).Intersect(AnyIntent.Render(pair.Two).Select(o => o.Key.Identity));
            Assert.All(shared, identity => Assert.True(IsShared(identity)));
        }).Check(_many.WithMaxTest(500));
    }

    [Fact]
    public void Two_places_never_share_a_namespace()
    {
        var pairs = from one in AnyIntent.Metadata from two in AnyIntent.Metadata select (one, two);
        Prop.ForAll(pairs.ToArbitrary(), pair =>
            (Where(pair.one) == Where(pair.two)) == (IntentRenderer.NamespaceOf(pair.one) == IntentRenderer.NamespaceOf(pair.two)))
            .Check(_many.WithMaxTest(500));
    }

    [Fact]
    public void Intents_of_one_environment_render_the_same_namespace_and_its_policy() => Check(intent =>
    {
        var other = AnyIntent.Of(intent.Metadata with { Id = "other", Component = "other", Labels = new Dictionary<string, string> { ["a"] = "b" } }, (ComponentSpec)intent.Spec);
        Assert.Equal(Shared(intent), Shared(other));
    });

    [Fact]
    public void What_can_never_change_on_an_object_depends_on_nothing_that_may() => Check(intent =>
    {
        var spec = (ComponentSpec)intent.Spec;
        var changed = intent with
        {
            Spec = spec with { Release = "another", Replicas = 7, Config = new Dictionary<string, string> { ["new"] = "1" } },
            Document = intent.Document with { Metadata = intent.Metadata with { Generation = 99, Labels = new Dictionary<string, string> { ["a"] = "b" } } },
        };
        var (before, after) = (Workload(intent), Workload(changed));
        Assert.Equal(before.Key, after.Key);
        foreach (var field in (IEnumerable<string>)["selector", "serviceName", "volumeClaimTemplates", "podManagementPolicy"])
            Assert.Equal(before.Manifest["spec"]?[field]?.ToJsonString(), after.Manifest["spec"]?[field]?.ToJsonString());
    });

    [Fact]
    public void A_run_has_valid_names_of_its_own_and_the_policy_allows_it() => Prop.ForAll(AnyIntent.Run.ToArbitrary(), run =>
    {
        var rendered = IntentRenderer.Render(run, AnyIntent.Context);
        Assert.Single(rendered.Objects, o => o.Key.Kind == "Job");
        Assert.All(rendered.Objects, o => Assert.True(Label().IsMatch(o.Key.Name) && o.Key.Name.Length <= 63, o.Key.Name));
        Assert.Equal(rendered.Objects.Count, rendered.Objects.Select(o => o.Key.Identity).Distinct().Count());
        Assert.Equal(Bytes(run), Bytes(run));
        Assert.Empty(PolicyCheck.Check(Policies.Request(rendered, run.Metadata), AgentPolicy.Default));
    }).Check(_many);

    [Fact]
    public void Two_runs_or_a_run_and_a_component_share_nothing_but_their_namespace()
    {
        var pairs = from run in AnyIntent.Run
                    from other in Gen.OneOf(AnyIntent.Run, AnyIntent.Typed)
                    where run.Metadata.Id != other.Metadata.Id
                    let place = run.Metadata
                    select (Run: run, Other: other with
                    {
                        Document = other.Document with
                        {
                            Metadata = other.Metadata with { Organization = place.Organization, Project = place.Project, Environment = place.Environment },
                        },
                    });
        Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            var shared = AnyIntent.Render(pair.Run).Select(o => o.Key.Identity).Intersect(AnyIntent.Render(pair.Other).Select(o => o.Key.Identity));
            Assert.All(shared, identity => Assert.True(IsShared(identity), identity.Name));
        }).Check(_many.WithMaxTest(500));
    }

    private static void Check(Action<TypedIntent> holds) => Prop.ForAll(AnyIntent.Typed.ToArbitrary(), holds).Check(_many);

    private static bool IsShared((string Group, string Kind, string? Namespace, string Name) identity) =>
        identity is { Kind: "Namespace" } or { Kind: "NetworkPolicy", Name: SharedPolicy.Name };

    private static IEnumerable<string> Shared(TypedIntent intent) =>
        AnyIntent.Render(intent).Where(o => IsShared(o.Key.Identity)).Select(o => o.Manifest.ToJsonString());

    private static DesiredObject Workload(TypedIntent intent) =>
        AnyIntent.Render(intent).FirstOrDefault(o => o.Key.Kind is "Deployment" or "StatefulSet" or "CronJob") ?? AnyIntent.Render(intent)[^1];

    private static (string, string, string) Where(IntentMetadata m) => (m.Organization, m.Project, m.Environment);

    private static (string, string, string, string?, string?) Place(TypedIntent intent) =>
        (intent.Metadata.Organization, intent.Metadata.Project, intent.Metadata.Environment, intent.Metadata.Component, intent.Metadata.Track);

    private static Dictionary<string, T> Turned<T>(IReadOnlyDictionary<string, T> map) => map.Reverse().ToDictionary();

    private static string Bytes(TypedIntent intent) => string.Concat(AnyIntent.Render(intent).Select(o => o.Manifest.ToJsonString()));

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    [GeneratedRegex(@"^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelValue();
}
