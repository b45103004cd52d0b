using Pdp.Core.Images;
using Pdp.Core.Objects;
using Pdp.Core.Policy;
using Pdp.Core.Ports;
using Pdp.Core.Render;
using Pdp.Core.Render.Routes;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Documents;

/// <summary>Renders an intent for this cluster and holds the objects to the customer's policy.</summary>
/// <param name="discovery">Learns the kinds an intent brings.</param>
/// <param name="images">Knows which registries the customer listed.</param>
/// <param name="known">What is known of the cluster.</param>
/// <param name="policy">The customer's policy as it is now.</param>
internal sealed class IntentRendering(
    IKindDiscovery discovery, IImageDigests images, Func<RenderContext> known, Func<CustomerPolicy> policy)
{
    /// <summary>Renders.</summary>
    /// <param name="intent">The intent.</param>
    /// <param name="facts">What there is to know besides the document.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The objects, or every reason why they must not be.</returns>
    /// <exception cref="ClusterException">The cluster could not be asked which kinds it has.</exception>
    public async Task<RenderResult> RenderAsync(
        TypedIntent intent, RenderFacts facts, CancellationToken cancellationToken)
    {
        await discovery.LearnAsync(KindsOf(intent), cancellationToken);
        var place = Place.Of(intent.Metadata);
        var context = known() with
        {
            Policy = policy().At(place),
            SecretVersions = facts.SecretVersions,
            Connections = facts.Connections,
            Images = facts.Images ?? ToBeResolved(intent),
        };
        var rendered = IntentRenderer.Render(intent, context);
        if (rendered.Errors.Count > 0) return rendered;
        var request = Request(rendered, place, context) with
        {
            IsUnsigned = LocalIntents.IsLocal(intent.Metadata.Id),
            Exemptions = intent.DriftExemptions,
        };
        rendered = rendered with { Exemptions = [.. intent.DriftExemptions, .. context.Policy.Exemptions] };
        var reasons = PolicyCheck.Check(request, context.Policy);
        return reasons.Count > 0 ? rendered with { Objects = [], Stable = null, Tests = [], Errors = reasons } : rendered;
    }

    // The policy may ask for digests, and has to be told that there will be some.
    private IReadOnlyList<ResolvedImage> ToBeResolved(TypedIntent intent) =>
    [
        .. from named in ComponentImages.Of(intent)
           where ImageReference.TryParse(named.Image, out var image) && image.Digest is null && images.IsListed(image)
           select ResolvedImage.NotYet(named.Container, named.Image),
    ];

    private static PolicyRequest Request(RenderResult rendered, Place place, RenderContext context) => new()
    {
        Place = place,
        AreDerived = rendered.AreDerived,
        Namespace = rendered.Namespace,
        Objects = [.. rendered.Objects, .. rendered.Stable?.Objects ?? [], .. ObjectsOf(rendered.Tests)],
        Secrets =
        [
            .. from secret in rendered.Secrets.Concat(rendered.Tests.SelectMany(test => test.Secrets)).DistinctBy(secret => secret.Manifest.Identity)
               from item in secret.Items
               select new SecretUse(item.Path, item.Reference, secret.Form.Type),
        ],
        ServiceAccounts = rendered.ServiceAccounts,
        Kinds = context.Kinds,
    };

    private static IEnumerable<DesiredObject> ObjectsOf(IEnumerable<RenderedTest> tests) =>
        tests.SelectMany(test => test.Needs.Append(test.Job)).DistinctBy(o => o.Key.Identity);

    // Whatever else a component becomes is of kinds every cluster has; those are learnt too, for the policy is checked by discovery.
    private static IReadOnlyCollection<(string Group, string Version, string Kind)> KindsOf(TypedIntent intent) =>
        intent.Spec switch
        {
            ManifestsSpec manifests => [.. BuiltIn, .. manifests.Resources.Select(KindOf).Distinct()],
            ComponentSpec { Connections.Count: > 0 } => [.. BuiltIn, .. RouteKinds.NeededBy(intent), ("cilium.io", "v2", "CiliumNetworkPolicy")],
            _ => [.. BuiltIn, .. RouteKinds.NeededBy(intent)],
        };

    private static (string Group, string Version, string Kind) KindOf(ManifestResource resource)
    {
        var apiVersion = (string?)resource.Object["apiVersion"] ?? "";
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var kind = (string?)resource.Object["kind"] ?? "";
        return slash < 0 ? ("", apiVersion, kind) : (apiVersion[..slash], apiVersion[(slash + 1)..], kind);
    }

    private static readonly (string Group, string Version, string Kind)[] BuiltIn =
    [
        ("", "v1", "Namespace"), ("", "v1", "ServiceAccount"), ("", "v1", "ConfigMap"), ("", "v1", "Secret"), ("", "v1", "Service"),
        ("", "v1", "PersistentVolumeClaim"), ("apps", "v1", "Deployment"), ("apps", "v1", "StatefulSet"),
        ("batch", "v1", "Job"), ("batch", "v1", "CronJob"), ("autoscaling", "v2", "HorizontalPodAutoscaler"),
        ("policy", "v1", "PodDisruptionBudget"), ("networking.k8s.io", "v1", "NetworkPolicy"), ("discovery.k8s.io", "v1", "EndpointSlice"),
    ];
}
