using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Observability;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Tokens;

namespace Pdp.ControlStub.Api;

/// <summary>Tokens for the observability API of planes: whoever may see intents of a project may look at its logs, metrics and events there.</summary>
internal sealed class ObservabilityEndpoints(IControlStore store, ObservabilityTokenMaker tokens)
{
    private const int LeastSeconds = 60;

    private static readonly Dictionary<string, ObservabilityVerb> _verbs =
        Enum.GetValues<ObservabilityVerb>().ToDictionary(verb => verb.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes) =>
        routes.On("POST", "/api/v1/planes/{plane}/tokens", new RouteNeeds(OperatorAction.Observe, SubjectIn.Content), MakeAsync);

    private async Task<IResult> MakeAsync(HttpContext context)
    {
        var (fields, problem) = await UserBody.ReadAsync(context);
        if (fields is null)
            return new ProblemResult(problem!);
        var request = Read(fields);
        var seconds = fields.Whole("expiresInSeconds", LeastSeconds, (int)ObservabilityTokens.LongestLife.TotalSeconds)
            ?? ObservabilityTokenMaker.DefaultSeconds;
        if (UserBody.Wrong(fields) is { } wrong)
            return new ProblemResult(wrong);
        var (caller, plane) = (context.Caller(), context.Route("plane"));
        if (await store.Planes.FindAsync(plane, context.RequestAborted) is null)
            return new ProblemResult(Problem.NoPlane());
        var scopes = request.Within(caller.Access);
        if (scopes.Count == 0)
            return new ProblemResult(Problem.Forbidden([IntentRights.Missing(OperatorAction.Observe, request.Asked, "")]));
        if (scopes.Count > ObservabilityClaims.MostScopes)
            return new ProblemResult(Problem.Conflict(
                $"It would open {scopes.Count} projects, and a token opens at most {ObservabilityClaims.MostScopes}: name an organization, or a project."));
        if (tokens.Make(caller, plane, scopes, seconds) is not var (token, claims))
            return new ProblemResult(Problem.Conflict(
                "This process has no key for tokens. Ask the one that made it, or have all of them share keys: --keys-passphrase-file."));
        var happened = OperatorHappenings.ObservabilityTokenMade(claims, DateTimeOffset.FromUnixTimeSeconds(claims.Iat)).By(caller);
        await store.Events.AppendAsync([happened], context.RequestAborted);
        return Answer.Json(new ObservabilityTokenAnswer(token, claims.Jti, claims.ExpiresAt, claims.Scopes), StatusCodes.Status201Created);
    }

    private static TokenRequest Read(DocumentFields fields)
    {
        var names = fields.Texts("verbs");
        var verbs = names.Where(_verbs.ContainsKey).Select(name => _verbs[name]).Distinct().ToList();
        if (names.Any(name => !_verbs.ContainsKey(name)))
            fields.Report.Error(FindingRules.BadValue, "verbs", $"may only name {string.Join(", ", _verbs.Keys)}");
        var request = new TokenRequest(
            verbs.Count > 0 ? verbs : [.. _verbs.Values], Label(fields, "organization"), Label(fields, "project"), Label(fields, "environment"), Label(fields, "component"));
        if (request is { Organization: null, Project: not null })
            fields.Report.Error(FindingRules.BadValue, "project", "must not stand without an organization");
        if (request is { Project: null, Component: not null })
            fields.Report.Error(FindingRules.BadValue, "component", "must not stand without a project");
        return request;
    }

    private static string? Label(DocumentFields fields, string name)
    {
        var text = fields.Text(name);
        if (text is null || DnsLabel.Is(text))
            return text;
        fields.Report.Error(FindingRules.BadValue, name, DnsLabel.Rule);
        return null;
    }
}
