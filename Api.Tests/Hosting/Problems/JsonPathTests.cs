using NetApi.Hosting.Problems;
using Xunit;

namespace NetApi.Tests.Hosting.Problems;

public sealed class JsonPathTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("$", "")]
    [InlineData("$.name", "/name")]
    [InlineData("$.ports[0].hostIp", "/ports/0/hostIp")]
    [InlineData("$.ports[12]", "/ports/12")]
    [InlineData("$[3].a", "/3/a")]
    [InlineData("$['host.ip']", "/host.ip")]
    [InlineData("$['a b'].c", "/a b/c")]
    [InlineData("$.env['a.b'][0]", "/env/a.b/0")]
    [InlineData("$['it's']", "/it's")]
    [InlineData("$['a']['b']", "/a/b")]
    [InlineData("$['a/b~c']", "/a~1b~0c")]
    public void ToPointer_TheSerializersPath_BecomesAPointer(string? path, string pointer) => Assert.Equal(pointer, JsonPath.ToPointer(path));

    [Theory]
    [InlineData("The JSON property 'hostip' could not be mapped to any .NET member contained in type 'NetApi.X'.", "'hostip' is no member of this object; /swagger lists the members.")]
    [InlineData("Duplicate property 'name' encountered during deserialization of type 'NetApi.X'.", "The member 'name' stands there twice.")]
    [InlineData("JSON deserialization for type 'NetApi.X' was missing required properties including: 'a', 'b'.", "Required members are missing: 'a', 'b'.")]
    [InlineData("The JSON value could not be converted to System.Boolean.", "The value has the wrong type, or is none of the allowed words; /swagger shows the form.")]
    [InlineData("The property or field 'x' on type 'NetApi.X' doesn't allow setting null values.", "The value has the wrong type, or is none of the allowed words; /swagger shows the form.")]
    [InlineData("'}' is invalid after a value.", "'}' is invalid after a value.")]
    public void WithoutTypeNames_TheSerializersWords_BecomeNetApis(string message, string words) => Assert.Equal(words, JsonPath.WithoutTypeNames(message));

    [Theory]
    [InlineData("Failed to bind parameter \"Nullable<int> Limit\" from \"many\".", "?limit", "unreadable", "limit is 'many'; give a whole number.")]
    [InlineData("Failed to bind parameter \"Nullable<bool> force\" from \"a\"b\".", "?force", "unreadable", "force is 'a\"b'; give true or false.")]
    [InlineData("Required parameter \"string from\" was not provided from query string.", "?from", "missing", "from is missing.")]
    public void ParameterFault_TheFrameworksWords_BecomeNetApis(string message, string pointer, string code, string detail) =>
        Assert.Equal(new Fault(pointer, code, detail), ParameterFault.Of(message));

    [Fact]
    public void ParameterFault_OtherWords_AreNone() => Assert.Null(ParameterFault.Of("Unexpected end of request content."));
}
