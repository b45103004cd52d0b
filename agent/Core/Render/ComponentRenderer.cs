using Pdp.Core.Objects;
using Pdp.Core.Render.Network;
using Pdp.Core.Render.Routes;
using Pdp.Core.Render.Workloads;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>Renders a component: the workload and everything around it.</summary>
internal static class ComponentRenderer
{
    public static RenderResult Render(
        IntentMetadata metadata, ComponentSpec spec, string @namespace, RenderContext context, string? taskId = null)
    {
        if (spec.State == ComponentState.Undeployed)
            return new RenderResult { Namespace = @namespace };

        var scope = new ComponentScope(metadata, spec, @namespace, context, taskId);
        if (ServerNeeds.Of(scope) is { Count: > 0 } lacking)
            return new RenderResult { Namespace = @namespace, Errors = lacking };
        if (NetworkRenderer.Refusals(scope) is { Count: > 0 } refusals)
            return new RenderResult { Namespace = @namespace, Errors = refusals };
        var config = new ConfigRenderer(scope);
        var secrets = new SecretRenderer(scope);
        // A manual task runs nothing itself; each of its runs brings its own configuration.
        IReadOnlyList<SecretDraft> made = scope.OnlyWaitsForRuns ? [] : secrets.All;
        var template = new PodRenderer(scope, config, secrets).Render();
        if (WorkloadRenderer.IsDeployment(spec))
            scope = scope with { Revision = WorkloadRevision.Of(template) };
        var identity = RouteIdentity.Of(scope);
        var routes = new RouteRenderer(scope, identity).Render();

        IReadOnlyList<DesiredObject> objects =
        [
            NamespaceRenderer.Render(@namespace, scope.Labels, context.Policy.PodSecurity),
            .. NetworkRenderer.Render(scope),
            .. ServiceAccountRenderer.Render(scope),
            .. scope.OnlyWaitsForRuns ? [] : config.Render(),
            .. made.Select(secret => secret.Manifest),
            .. ServiceRenderer.Render(scope),
            // Routes of a track are those of its major version, which lead to another track once one is newer and healthy.
            .. identity.Major is null ? routes.Objects : [],
            .. WorkloadRenderer.Render(scope, template),
            .. ScalingRenderer.Render(scope),
        ];
        return new RenderResult
        {
            Namespace = @namespace,
            AreDerived = true,
            Objects = objects,
            ServiceAccounts = taskId is null ? [] : [scope.ServiceAccount],
            Endpoints = EndpointAddresses.Of(scope, routes),
            RouteNotes = routes.Notes,
            Stable = StableRenderer.Render(scope, identity, routes),
            Workload = WorkloadRevision.Describe(scope),
            Tests = new TestRenderer(scope, objects).Render(),
            Secrets = [.. made.Select(secret => secret.Placeholder)],
        };
    }
}
