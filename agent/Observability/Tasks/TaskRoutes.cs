using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pdp.Observability.Access;
using Pdp.Observability.Logs;
using Pdp.Observability.OpenApi;
using Pdp.PlaneStore;
using Pdp.PlaneStore.Runs;
using Pdp.Protocol;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Tasks;

/// <summary>The history of tasks.</summary>
internal sealed class TaskRoutes(ITaskRuns runs, ExecutionLogs logs, TimeProvider time) : IApiRoutes
{
    private const int UsualLimit = 50;
    private const int MostLimit = 500;

    private static readonly RouteParameter[] _place =
    [
        new("organization", "Only of this organization."), new("project", "Only of this project."), new("environment", "Only in this environment."),
    ];

    private static readonly RouteDescription _list = new("Runs of a task, the newest first.")
    {
        Answer = TasksJsonContext.Default.ExecutionsAnswer,
        Parameters = [.. _place, new("limit", $"Most of them, 1 to {MostLimit}; {UsualLimit} unless given.")],
    };

    private static readonly RouteDescription _one = new("One run of a task.", "Where tasks of several environments have such a run, the answer is 409.")
    {
        Answer = TasksJsonContext.Default.ExecutionView,
        Parameters = _place,
        Statuses = [404, 409],
    };

    private static readonly RouteDescription _logs = new(
        "The log lines of one run of a task, the earliest first.", "Needs a token with the verb logs. Where tasks of several environments have such a run, the answer is 409.")
    {
        Answer = LogsJsonContext.Default.LogAnswer,
        Parameters = [.. _place, new("limit", "Most lines, 1 to 1000; 1000 unless given."), new("cursor", "nextCursor of the answer before.")],
        Statuses = [404, 409],
    };

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/tasks/{component}/executions", ListAsync).Needs(ObservabilityVerb.Components).Describe(_list);
        api.MapGet("/tasks/{component}/executions/{id}", OneAsync).Needs(ObservabilityVerb.Components).Describe(_one);
        api.MapGet("/tasks/{component}/executions/{id}/logs", LogsAsync).Needs(ObservabilityVerb.Logs).Describe(_logs);
    }

    private async Task ListAsync(HttpContext context)
    {
        var query = new ApiQuery(context, "organization", "project", "environment", "limit");
        var limit = Limit(query, UsualLimit, MostLimit);
        var scopes = Scopes(context, query, ObservabilityVerb.Components);
        var found = await AskAsync(() => runs.ListAsync([.. scopes.Select(scope => scope.ToLogScope())], limit + 1, context.RequestAborted));
        var now = time.GetUtcNow();
        await context.AnswerAsync(
            new ExecutionsAnswer([.. found.Take(limit).Select(run => ExecutionView.Of(run, now))], found.Count > limit), TasksJsonContext.Default.ExecutionsAnswer);
    }

    private async Task OneAsync(HttpContext context)
    {
        var query = new ApiQuery(context, "organization", "project", "environment");
        var run = await RunAsync(context, Scopes(context, query, ObservabilityVerb.Components));
        await context.AnswerAsync(ExecutionView.Of(run, time.GetUtcNow()), TasksJsonContext.Default.ExecutionView);
    }

    private async Task LogsAsync(HttpContext context)
    {
        var query = new ApiQuery(context, "organization", "project", "environment", "limit", "cursor");
        var limit = Limit(query, ExecutionLogs.MostLines, ExecutionLogs.MostLines);
        var run = await RunAsync(context, Scopes(context, query, ObservabilityVerb.Logs));
        var answer = await logs.OfAsync(run, limit, query.One("cursor"), context.RequestAborted);
        await context.AnswerAsync(answer, LogsJsonContext.Default.LogAnswer);
    }

    private async Task<TaskRun> RunAsync(HttpContext context, IReadOnlyList<PlaneScope> scopes)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var found = await AskAsync(() => runs.FindAsync([.. scopes.Select(scope => scope.ToLogScope())], id, context.RequestAborted));
        return found switch
        {
            [var one] => one,
            [] => throw new ApiProblemException(ApiProblem.NotFound("No such run is known, as far as the token opens. The list of executions has those that are.")),
            _ => throw new ApiProblemException(new ApiProblem(
                409, "ambiguous", "Several are meant", "Add organization, project or environment to the question until one is left.")),
        };
    }

    private static IReadOnlyList<PlaneScope> Scopes(HttpContext context, ApiQuery query, ObservabilityVerb verb)
    {
        var asked = new PlaneScope(
            query.One("organization"), query.One("project"), query.One("environment"), (string)context.Request.RouteValues["component"]!);
        var scopes = ScopeFilter.Of(context.Caller(), verb, asked);
        return scopes.Count > 0 ? scopes : throw new ApiProblemException(ApiProblem.OutOfScope());
    }

    private static int Limit(ApiQuery query, int usual, int most)
    {
        if (query.One("limit") is not { } text) return usual;
        return int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= most
            ? limit
            : throw ApiQuery.Wrong(new FieldError("limit", $"must be a whole number from 1 to {most}"));
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PlaneStoreException away)
        {
            throw new ApiProblemException(ApiProblem.Unavailable(away.Message, TimeSpan.FromSeconds(10)));
        }
    }
}
