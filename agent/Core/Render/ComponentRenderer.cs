using Pdp.Core.Objects;
using Pdp.Core.Render.Routes;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>Renders a component: the workload and everything around it.</summary>
internal static class ComponentRenderer
{
    public static RenderResult Render(IntentMetadata metadata, ComponentSpec spec, string @namespace, RenderContext context)
    {
        if (spec.State == ComponentState.Undeployed)
            return new RenderResult { Namespace = @namespace };

        var scope = new ComponentScope(metadata, spec, @namespace, context);
        var config = new ConfigRenderer(scope);
        var secrets = new SecretRenderer(scope);
        var secret = secrets.Render();
        var routes = new RouteRenderer(scope, RouteIdentity.Of(scope)).Render();

        IReadOnlyList<DesiredObject> objects =
        [
            NamespaceRenderer.Render(@namespace, scope.Labels, context.Policy.PodSecurity),
            scope.Object("v1", "ServiceAccount", scope.Names.Base, ("automountServiceAccountToken", false)),
            .. config.Render(),
            .. secret is { } made ? (IEnumerable<DesiredObject>)[made.Manifest] : [],
            .. ServiceRenderer.Render(scope),
            // Routes of a track are those of its major version, which lead to another track once one is newer and healthy.
            .. metadata.Track is null ? routes.Objects : [],
            WorkloadRenderer.Render(scope, new PodRenderer(scope, config, secrets).Render()),
        ];
        return new RenderResult
        {
            Namespace = @namespace,
            Objects = objects,
            Endpoints = EndpointAddresses.Of(scope, routes),
            RouteNotes = routes.Notes,
            Secrets = secret is { } placed ? [placed.Placeholder] : [],
        };
    }
}
