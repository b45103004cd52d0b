using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pdp.Observability.Access;
using Pdp.Observability.OpenApi;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Components;

/// <summary>What runs here, and how it is rolled out.</summary>
internal sealed class ComponentRoutes(IPlaneInventory inventory, IRolloutTrees trees) : IApiRoutes
{
    private const int Most = 2000;

    private static readonly RouteParameter[] _place =
    [
        new("organization", "Only of this organization."), new("project", "Only of this project."), new("environment", "Only in this environment."),
    ];

    private static readonly RouteDescription _list = new("Components that run here, by environment.")
    {
        Answer = ComponentsJsonContext.Default.ComponentsAnswer,
        Parameters = [.. _place, new("component", "Only of this name.")],
    };

    private static readonly RouteDescription _rollout = new(
        "How a component is rolled out: from the intent down to containers.",
        "Where several components of the name can be seen, the answer is 409, and its errors name the parameters that tell them apart.")
    {
        Answer = ComponentsJsonContext.Default.RolloutAnswer,
        Parameters = [.. _place, new("track", "Only of this version track.")],
        Statuses = [404, 409],
    };

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/components", ListAsync).Needs(ObservabilityVerb.Components).Describe(_list);
        api.MapGet("/components/{component}/rollout", RolloutAsync).Needs(ObservabilityVerb.Components).Describe(_rollout);
    }

    private Task ListAsync(HttpContext context)
    {
        var query = new ApiQuery(context, "organization", "project", "environment", "component");
        var found = Find(context, query.Scope()).Take(Most + 1).ToList();
        var answer = new ComponentsAnswer([.. found.Take(Most).Select(one => ComponentView.Of(one, inventory.StatusOf(one.Id)))], found.Count > Most);
        return context.AnswerAsync(answer, ComponentsJsonContext.Default.ComponentsAnswer);
    }

    private async Task RolloutAsync(HttpContext context)
    {
        var query = new ApiQuery(context, "organization", "project", "environment", "track");
        var scope = new PlaneScope(query.One("organization"), query.One("project"), query.One("environment"), (string)context.Request.RouteValues["component"]!);
        var track = query.One("track");
        var intent = OneComponent.Of([.. Find(context, scope).Where(one => track is null || one.Track == track)]);
        var status = inventory.StatusOf(intent.Id);
        var answer = new RolloutAnswer(
            ComponentView.Of(intent, status), status.Conditions, RolloutView.Of(status.Rollout), status.History,
            await trees.OfAsync(intent, context.RequestAborted));
        await context.AnswerAsync(answer, ComponentsJsonContext.Default.RolloutAnswer);
    }

    private IEnumerable<DeployedIntent> Find(HttpContext context, PlaneScope asked)
    {
        var scopes = ScopeFilter.Of(context.Caller(), ObservabilityVerb.Components, asked);
        return scopes.Count == 0
            ? throw new ApiProblemException(ApiProblem.OutOfScope())
            : inventory.Within(scopes).Where(one => one.Component is not null && one.Kind != IntentKinds.TaskRun);
    }
}
