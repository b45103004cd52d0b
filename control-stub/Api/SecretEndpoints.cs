using System.Text.Json.Nodes;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Api;

/// <summary>Tells a plane that a secret of the customer's changed. Names go there, and nothing comes back.</summary>
internal sealed class SecretEndpoints(IControlStore store, TimeProvider time)
{
    private const int LargestBody = 16 * 1024;

    private static readonly RouteNeeds _hint = new(OperatorAction.HintSecrets);

    public void Map(IEndpointRouteBuilder routes) => routes.On("POST", "/api/v1/planes/{plane}/secrets/hints", _hint, HintAsync);

    private async Task<IResult> HintAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } wrong)
            return new ProblemResult(wrong);
        var (batch, unreadable) = await BodyReader.ReadAsync(context, LargestBody);
        var (document, problem) = batch is null ? (null, unreadable) : OneDocument.Of(batch);
        if (document is null)
            return new ProblemResult(problem!);
        var (of, secret, errors) = Read(document);
        if (errors.Count > 0)
            return new ProblemResult(Problem.Invalid(errors));
        var plane = context.Route("plane");
        if (await store.Planes.FindAsync(plane, context.RequestAborted) is not { } known)
            return new ProblemResult(Problem.NoPlane());
        if (known.Connection is null)
            return new ProblemResult(Problem.Conflict("The plane is not connected; its agent finds the change by itself at its store's next refresh."));
        var happened = Happenings.SecretHinted(plane, of, secret, time.GetUtcNow()).By(context.Caller());
        await store.Sessions.HintAsync(new StoreChange.SecretHinted(plane, of, secret), [happened], context.RequestAborted);
        return TypedResults.Accepted((string?)null);
    }

    private static (string Store, string Secret, IReadOnlyList<Finding> Errors) Read(JsonObject document)
    {
        var report = new DocumentReport();
        var fields = new DocumentFields(document, "", report);
        var (store, secret) = (fields.RequiredText("store"), fields.RequiredText("secret"));
        if (store.Length > 0 && !DnsLabel.Is(store))
            report.Error(FindingRules.BadValue, "store", DnsLabel.Rule);
        if (secret.Length > HintFrame.SecretChars)
            report.Error(FindingRules.BadValue, "secret", $"must have at most {HintFrame.SecretChars} characters");
        fields.Close();
        return (store, secret, [.. report.Errors, .. report.Warnings]);
    }
}
