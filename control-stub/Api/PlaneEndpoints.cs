using System.Text.Json.Nodes;
using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Enrolment;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>Planes: made, shown, given a new credential, deleted.</summary>
internal sealed class PlaneEndpoints(
    IControlStore store, Tokens tokens, BundleMaker bundles, ApiLimits limits, EnrolmentOptions enrolment, TimeProvider time)
{
    private const int LongestDisplayName = 200;
    private const int LargestBody = 64 * 1024;

    private static readonly RouteNeeds _view = new(OperatorAction.ViewPlanes);
    private static readonly RouteNeeds _manage = new(OperatorAction.ManagePlanes);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", "/api/v1/planes", _view, ListAsync);
        routes.On("POST", "/api/v1/planes", _manage, CreateAsync);
        routes.On("GET", "/api/v1/planes/{plane}", _view, ShowAsync);
        routes.On("DELETE", "/api/v1/planes/{plane}", _manage, DeleteAsync);
        routes.On("POST", "/api/v1/planes/{plane}/bundle", _manage, RenewAsync);
        routes.On("POST", "/api/v1/planes/{plane}/revoke", _manage, RevokeAsync);
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var (after, limit) = (query.Text("after"), query.Limit());
        if (query.Problem() is { } problem)
            return new ProblemResult(problem);
        var page = await store.Planes.ListAsync(after, limit, context.RequestAborted);
        return Answer.Json(new PlaneListAnswer([.. page.Items.Select(View)], page.Next));
    }

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } wrong)
            return new ProblemResult(wrong);
        var (batch, unreadable) = await BodyReader.ReadAsync(context, LargestBody);
        var (document, problem) = batch is null ? (null, unreadable) : OneDocument.Of(batch);
        if (document is null)
            return new ProblemResult(problem!);
        var (id, displayName, errors) = Read(document);
        if (errors.Count > 0)
            return new ProblemResult(Problem.Invalid(errors));
        if (await store.Planes.CountAsync(context.RequestAborted) >= limits.MaxPlanes)
            return new ProblemResult(Problem.Conflict($"There are {limits.MaxPlanes} planes, as many as there may be. Delete one, or raise --max-planes."));

        var (text, record) = tokens.Make(TokenUse.Bootstrap, id, enrolment.BootstrapTokenLifetime);
        var now = time.GetUtcNow();
        var plane = new PlaneRecord(id, displayName, now);
        if (!await store.Planes.AddAsync(plane, record, Happenings.PlaneCreated(id, now).By(context.Caller()), context.RequestAborted))
            return new ProblemResult(Problem.Conflict("A plane of that id exists. Choose another id, or ask for a new bundle of that plane."));
        context.Response.Headers.Location = $"/api/v1/planes/{id}";
        return new JsonBytesResult(await bundles.MakeAsync(id, text, context.RequestAborted), StatusCodes.Status201Created);
    }

    private async Task<IResult> ShowAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        return await store.Planes.FindAsync(context.Route("plane"), context.RequestAborted) is { } plane
            ? Answer.Json(View(plane))
            : new ProblemResult(Problem.NoPlane());
    }

    private async Task<IResult> DeleteAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        var id = context.Route("plane");
        if (!await store.Planes.DeleteAsync(id, Happenings.PlaneDeleted(id, time.GetUtcNow()).By(context.Caller()), context.RequestAborted))
            return new ProblemResult(Problem.NoPlane());
        return TypedResults.NoContent();
    }

    private async Task<IResult> RenewAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        var id = context.Route("plane");
        if (await store.Planes.FindAsync(id, context.RequestAborted) is null)
            return new ProblemResult(Problem.NoPlane());
        var (text, record) = tokens.Make(TokenUse.Bootstrap, id, enrolment.BootstrapTokenLifetime);
        await store.Tokens.AddAsync(record, revokeOthers: true, [Happenings.CredentialReplaced(id, time.GetUtcNow()).By(context.Caller())], context.RequestAborted);
        return new JsonBytesResult(await bundles.MakeAsync(id, text, context.RequestAborted), StatusCodes.Status201Created);
    }

    private async Task<IResult> RevokeAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        var id = context.Route("plane");
        return await store.Certificates.RevokeAsync(id, Happenings.CredentialsRevoked(id, time.GetUtcNow()).By(context.Caller()), context.RequestAborted)
            ? TypedResults.NoContent()
            : new ProblemResult(Problem.NoPlane());
    }

    private static PlaneAnswer View(PlaneRecord plane)
    {
        var connection = plane.Connection is { } session
            ? new ConnectionAnswer("connected", session.SessionId, session.Since, session.Outstanding)
            : new ConnectionAnswer(plane.Agent is null ? "never" : "disconnected");
        var agent = plane.Agent is { } said ? new AgentAnswer(
            said.AgentId, said.Version, said.Cluster, said.Capabilities, said.Trust is { } trust ? new TrustHeldAnswer(trust.Version, trust.Of) : null,
            said.ObserveUrl) : null;
        return new PlaneAnswer(plane.Name, plane.DisplayName, plane.CreatedAt, connection, agent, plane.LastSeenAt, Certificate(plane.Certificate));
    }

    private static CertificateAnswer? Certificate(CertificateRecord? certificate) => certificate is null
        ? null
        : new(certificate.Serial, certificate.KeyHash, certificate.IssuedAt, certificate.ExpiresAt, certificate.RevokedAt);

    private static (string Id, string DisplayName, IReadOnlyList<Finding> Errors) Read(JsonObject document)
    {
        var report = new DocumentReport();
        var fields = new DocumentFields(document, "", report);
        var id = fields.RequiredText("id");
        if (id.Length > 0 && !DnsLabel.Is(id))
            report.Error(FindingRules.BadValue, "id", DnsLabel.Rule);
        var displayName = fields.Text("displayName") ?? "";
        if (displayName.Length > LongestDisplayName)
            report.Error(FindingRules.BadValue, "displayName", $"must have at most {LongestDisplayName} characters");
        fields.Close();
        return (id, displayName, [.. report.Errors, .. report.Warnings]);
    }
}
