using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Schema;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Tests.Schema;

/// <summary>The type tables say what they mean.</summary>
public sealed class BuiltInTypesTests
{
    [Fact]
    public void Every_named_rule_is_known()
    {
        string[] structured = ["labels", "configKeys", "port", "countOrPercent"];
        foreach (
            var format in BuiltInTypes.Table.Values.SelectMany(t => t.Fields).Select(f => f.Format).OfType<string>().Distinct()
                .Except(structured))
            Assert.Null(Record.Exception(() => Formats.Check(format, "x")));
    }

    [Fact]
    public void Keys_and_conditions_name_fields_that_are_there()
    {
        foreach (var type in BuiltInTypes.Table.Values)
        {
            foreach (var field in type.Fields)
            {
                Assert.All(field.Type.Keys, key => Assert.NotNull(field.Type.Element!.Field(key)));
                if (field.MergeKey is { } mergeKey)
                    Assert.NotNull(field.Type.Element!.Field(mergeKey));
                if (field.DefaultWhen is var (sibling, _))
                    Assert.NotNull(type.Field(sibling));
            }
        }
    }

    [Fact]
    public void Numbers_of_the_binary_form_are_given_once()
    {
        foreach (var type in BuiltInTypes.Table.Values)
        {
            // Fields of a base are numbered in the base's own message.
            var numbered = type.Fields.Where(f => f.Number.Count > 0 && type.Name != "EphemeralContainer").ToList();
            Assert.Equal(numbered.Count, numbered.Select(f => string.Join('.', f.Number)).Distinct().Count());
        }
    }

    [Fact]
    public void Every_structure_is_part_of_a_resource()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        void Visit(SchemaType? type)
        {
            if (type is null || (type.Form == SchemaForm.Struct && !reached.Add(type.Name)))
                return;
            Visit(type.Element);
            foreach (var field in type.Fields)
                Visit(field.Type);
        }
        foreach (var resource in BuiltInResources.All)
            Visit(resource.Type);
        // Sent to subresources; and of the group that is there only where pods are measured.
        foreach (var name in new[] { "Binding", "Eviction", "Scale", "TokenRequest", "PodMetrics" })
            Visit(BuiltInTypes.Get(name));
        Assert.Empty(BuiltInTypes.Table.Values.Where(t => t.Form == SchemaForm.Struct && !reached.Contains(t.Name)).Select(t => t.Name));
    }
}
