using Pdp.ControlStub.Adoption;
using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Trust;
using Pdp.Protocol;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Api;

/// <summary>The public keys of intents: those of a control plane that was lost can be imported, and retired once nothing needs them.</summary>
internal sealed class KeyEndpoints(IKeyStore keys, Resigner resigner, TrustBook trust, ApiLimits limits, TimeProvider time)
{
    private static readonly RouteNeeds _manage = new(OperatorAction.ManageKeys);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", "/api/v1/keys", new RouteNeeds(OperatorAction.ViewKeys), ListAsync);
        routes.On("POST", "/api/v1/keys", _manage, ImportAsync);
        routes.On("DELETE", "/api/v1/keys/{kid}", _manage, RetireAsync);
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        var own = await keys.ListAsync(IntentKey.Use, context.RequestAborted);
        var former = await keys.ListAsync(IntentKey.FormerUse, context.RequestAborted);
        return Answer.Json(new KeyListAnswer([.. former.Concat(own).OrderBy(k => k.CreatedAt).Select(Of)]));
    }

    private async Task<IResult> ImportAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } wrong)
            return new ProblemResult(wrong);
        var (batch, unreadable) = await BodyReader.ReadAsync(context, limits.MaxPutBytes);
        var (document, problem) = batch is null ? (null, unreadable) : OneDocument.Of(batch);
        if (document is null)
            return new ProblemResult(problem!);
        var report = new DocumentReport();
        var fields = new DocumentFields(document, "", report);
        var key = new JsonWebKey(
            fields.RequiredText("kty"), fields.RequiredText("crv"), fields.RequiredText("x"), fields.RequiredText("y"), fields.RequiredText("kid"),
            fields.Text("alg"), fields.Text("use"));
        fields.Close();
        if (report.Errors.Count + report.Warnings.Count > 0)
            return new ProblemResult(Problem.Invalid([.. report.Errors, .. report.Warnings]));
        if (Fault(key) is { } fault)
            return new ProblemResult(Problem.Invalid([new Finding(FindingRules.BadValue, "", fault)]));
        if ((await keys.ListAsync(IntentKey.Use, context.RequestAborted)).Any(k => k.Key.Kid == key.Kid))
            return new ProblemResult(Problem.Conflict("It is a key of this control plane itself."));
        var former = await keys.ListAsync(IntentKey.FormerUse, context.RequestAborted);
        if (former.Count >= ProtocolLimits.Keys - 1 && former.All(k => k.Key.Kid != key.Kid))
            return new ProblemResult(Problem.Conflict($"A bundle holds at most {ProtocolLimits.Keys} keys. Retire one first."));
        var record = new KeyRecord(IntentKey.FormerUse, key, time.GetUtcNow());
        await keys.AddAsync(record, [OperatorHappenings.KeyImported(key.Kid, record.CreatedAt).By(context.Caller())], context.RequestAborted);
        await trust.RaiseAsync(context.RequestAborted);
        return Answer.Json(Of(record), StatusCodes.Status201Created);
    }

    private async Task<IResult> RetireAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        var kid = context.Route("kid");
        if ((await keys.ListAsync(IntentKey.FormerUse, context.RequestAborted)).All(k => k.Key.Kid != kid))
            return new ProblemResult(Problem.NotFound("There is no such former key. GET /api/v1/keys lists those there are."));
        if (await resigner.FindSignedByAsync(kid, context.RequestAborted) is { } intent)
            return new ProblemResult(Problem.Conflict(
                $"It signed {intent.Id} of {intent.Plane}, and maybe others: sign them anew first, with POST /api/v1/planes/{intent.Plane}/resign."));
        await keys.RemoveAsync(kid, [OperatorHappenings.KeyRetired(kid, time.GetUtcNow()).By(context.Caller())], context.RequestAborted);
        await trust.RaiseAsync(context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static string? Fault(JsonWebKey key)
    {
        try
        {
            _ = new IntentKeyRing([key]);
            return key.Kid == key.Thumbprint ? null : "kid must be the key's RFC 7638 thumbprint";
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    private string StateOf(string kid) => trust.Current.Record.Of(TrustKind.Intents).FirstOrDefault(a => a.Id == kid)?.State switch
    {
        TrustState.Active => "signs",
        TrustState.Announced => "announced",
        _ => "signed",
    };

    private KeyAnswer Of(KeyRecord record) => new(
        record.Key.Kid,
        record.Use == IntentKey.FormerUse ? "former" : StateOf(record.Key.Kid),
        record.CreatedAt,
        record.Key);
}
