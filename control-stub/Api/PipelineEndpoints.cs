using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Pipelines;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>Pipelines: the environments that releases of a project go through.</summary>
internal sealed class PipelineEndpoints(IPromotionStore pipelines, PipelineDesk desk, ApiLimits limits, TimeProvider time)
{
    private const string All = "/api/v1/pipelines";
    private const string One = All + "/{organization}/{pipeline}";

    private static readonly RouteNeeds _manage = new(OperatorAction.ManagePipelines, SubjectIn.Organization);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", All, new RouteNeeds(OperatorAction.ViewPipelines, SubjectIn.Content), ListAsync);
        routes.On("GET", One, new RouteNeeds(OperatorAction.ViewPipelines, SubjectIn.Organization), ShowAsync);
        routes.On("PUT", One, _manage, PutAsync);
        routes.On("DELETE", One, _manage, DeleteAsync);
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var (after, limit) = (query.Text("after"), query.Limit());
        if (query.Problem() is { } problem)
            return new ProblemResult(problem);
        var within = context.Caller().Access.Within(OperatorAction.ViewPipelines);
        var page = await pipelines.PipelinesAsync(within, after, limit, context.RequestAborted);
        return Answer.Json(new PipelineListAnswer([.. page.Items.Select(PipelineAnswer.Of)], page.Next));
    }

    private async Task<IResult> ShowAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        return await FindAsync(context) is { } found ? Answer.Json(PipelineAnswer.Of(found)) : NoPipeline();
    }

    private async Task<IResult> PutAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } wrong)
            return new ProblemResult(wrong);
        if (!DnsLabel.Is(context.Route("organization")) || !DnsLabel.Is(context.Route("pipeline")))
            return new ProblemResult(ComponentRoute.NoSuchName());
        var (batch, unreadable) = await BodyReader.ReadAsync(context, limits.MaxPutBytes);
        var (document, problem) = batch is null ? (null, unreadable) : OneDocument.Of(batch);
        if (document is null)
            return new ProblemResult(problem!);
        var findings = await desk.PutAsync(context.Caller(), context.Route("organization"), context.Route("pipeline"), document, context.RequestAborted);
        return findings.Count > 0 ? new ProblemResult(Problem.Invalid(findings)) : Answer.Json(PipelineAnswer.Of((await FindAsync(context))!));
    }

    private async Task<IResult> DeleteAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        var (organization, name) = (context.Route("organization"), context.Route("pipeline"));
        var happened = ReleaseHappenings.PipelineDeleted(organization, name, time.GetUtcNow()).By(context.Caller());
        return await pipelines.DeletePipelineAsync(organization, name, happened, context.RequestAborted) ? TypedResults.NoContent() : NoPipeline();
    }

    private async Task<PipelineRecord?> FindAsync(HttpContext context) =>
        (await pipelines.PipelinesAsync(context.Route("organization"), context.RequestAborted)).FirstOrDefault(p => p.Name == context.Route("pipeline"));

    private static ProblemResult NoPipeline() =>
        new(Problem.NotFound("There is no such pipeline. GET /api/v1/pipelines lists those there are."));
}
