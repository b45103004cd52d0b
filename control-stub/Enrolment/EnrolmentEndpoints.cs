using Pdp.ControlStub.Api;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Security;
using Pdp.Protocol;
using Pdp.Protocol.Identity;

namespace Pdp.ControlStub.Enrolment;

/// <summary>Where agents without a certificate that opens the channel ask for one.</summary>
internal sealed class EnrolmentEndpoints(EnrolmentDesk enrolment, RenewalDesk renewal)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(ProtocolLimits.EnrolPath, ["POST"], async context => await (await EnrolAsync(context)).ExecuteAsync(context));
        routes.MapMethods(ProtocolLimits.RenewPath, ["POST"], async context => await (await RenewAsync(context)).ExecuteAsync(context));
    }

    private async Task<IResult> EnrolAsync(HttpContext context)
    {
        var (body, problem) = await BodyAsync(context);
        if (body is null)
            return new ProblemResult(problem!);
        return IdentityMessages.ReadEnrol(body, out var errors) is { } request
            ? Answer(await enrolment.EnrolAsync(BearerHeader.Token(context.Request.Headers.Authorization), request, context.RequestAborted))
            : Misread(errors);
    }

    private async Task<IResult> RenewAsync(HttpContext context)
    {
        var (body, problem) = await BodyAsync(context);
        if (body is null)
            return new ProblemResult(problem!);
        return IdentityMessages.ReadRenewal(body, out var errors) is { } request
            ? Answer(await renewal.RenewAsync(request, context.RequestAborted))
            : Misread(errors);
    }

    private static Task<(byte[]? Body, Problem? Problem)> BodyAsync(HttpContext context)
    {
        // One request a connection: while it is open it keeps its turn at the handshake.
        context.Response.Headers.Connection = "close";
        return BodyReader.BytesAsync(context, ProtocolLimits.IdentityBodyBytes);
    }

    private static IResult Answer(Issuance issuance) => issuance switch
    {
        Issuance.Issued issued => new JsonBytesResult(IdentityMessages.Write(new IssuedCertificate(issued.Certificate)), StatusCodes.Status201Created),
        Issuance.Refused refused => new ProblemResult(IdentityProblems.Of(refused.Refusal, refused.RetryAfter)),
        _ => throw new ArgumentOutOfRangeException(nameof(issuance)),
    };

    private static ProblemResult Misread(IReadOnlyList<FieldError> errors) => new(
        IdentityProblems.Of(IdentityRefusal.BadRequest) with { Errors = [.. errors.Select(e => new Finding(FindingRules.BadValue, e.Path, e.Rule))] });
}
