using System.Text;
using Pdp.Core.Analysis;
using Pdp.Daemon.Analysis;

namespace Pdp.Daemon.Tests.Analysis;

public sealed class PrometheusTests
{
    [Theory]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"0.25"]}]}}""", 0.25, "")]
    [InlineData("""{"status":"success","data":{"resultType":"scalar","result":[1,"3"]}}""", 3.0, "")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[]}}""", null, "the query has no value")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"value":[1,"1"]},{"value":[1,"2"]}]}}""", null, "the query has 2 values; it has to give one")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"value":[1,"NaN"]}]}}""", null, "the query gives no number")]
    [InlineData("""{"status":"success","data":{"resultType":"scalar","result":[1,"+Inf"]}}""", null, "the query gives no number")]
    [InlineData("""{"status":"success","data":{"resultType":"matrix","result":[]}}""", null, "the query gives neither a number nor a vector")]
    [InlineData("""{"status":"success","data":{"resultType":"scalar","result":[]}}""", null, "Prometheus answers something this agent does not understand")]
    [InlineData("""{"status":"error"}""", null, "Prometheus answers something this agent does not understand")]
    [InlineData("<html>", null, "Prometheus answers something this agent does not understand")]
    [InlineData("", null, "Prometheus answers something this agent does not understand")]
    public void One_number_comes_out_or_why_there_is_none(string body, double? value, string why) =>
        Assert.Equal((value, why), PrometheusAnswer.Read(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Words_of_a_query_stand_for_what_is_measured_and_other_dollars_stay()
    {
        var subject = new AnalysisSubject("place", "cart", "cart--abc", "abc");

        Assert.Equal(
            """rate(x{ns="place",w="cart--abc",r=~"abc$",c="cart",s=~"5..$"}[1m]) $revisions""",
            QueryText.Of("""rate(x{ns="$namespace",w="$workload",r=~"$revision$",c="$component",s=~"5..$"}[1m]) $revisions""", subject));
    }
}
